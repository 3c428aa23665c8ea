# title: recursion without an end, past Python's limit and into the end of C's stack
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# verdicts: kinds-test=crashed
# peers: no
# cost: long

# %% total
def deeper(number):
    return deeper(number + 1)


total = deeper(0)

# %% kinds
import sys

sys.setrecursionlimit(2**31 - 1)


class Deep:
    def __repr__(self):
        return repr(self)

    def __getattr__(self, name):
        return getattr(self, name + "x")


kinds = Deep().kinds
