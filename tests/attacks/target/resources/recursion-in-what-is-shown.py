# title: shows lists nested a hundred thousand deep, and an object whose text never ends
# exercise: Exercise 1
# raises: RecursionError
# shows: RecursionError
# peers: no

# %% insert-after summary-test
nested = []
for _ in range(100_000):
    nested = [nested]


class Mirror:
    def __repr__(self):
        return repr([self])



display(Mirror())
nested
