# title: an answer whose length, items, iterator, attributes and text never come
# exercise: Exercise 2
# points: kinds-test=0, summary-test=0, figure-test=0
# verdicts: kinds-test=timeout, figure-test=timeout, summary-test=timeout
# peers: no
# cost: long

# %% kinds
import time


class Tar:
    def slow(self, *_):
        time.sleep(86400)

    __len__ = __getitem__ = __iter__ = __eq__ = __repr__ = __str__ = __bool__ = slow
    __hash__ = None

    def __getattr__(self, name):
        time.sleep(86400)


kinds = Tar()

# %% figure
figure, ax = plt.subplots(figsize=(3, 2))
ax = Tar()

# %% summary
summary = Tar()
