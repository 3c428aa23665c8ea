# title: answers that yield without an end, each item of which yields without an end again
# exercise: Exercise 2
# points: kinds-test=0, summary-test=0
# peers: no
# cost: long

# %% kinds
import itertools

kinds = itertools.count()

# %% summary
class Endless:
    def __len__(self):
        return 2

    def __getitem__(self, name):
        return Endless()

    def __iter__(self):
        while True:
            yield Endless()


summary = Endless()
