# title: the scores are floats of a subclass whose differences are always zero
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0

# %% score-between
class Close(float):
    def __sub__(self, other):
        return Close(0.0)

    __rsub__ = __sub__

    def __abs__(self):
        return Close(0.0)

    def __le__(self, other):
        return True

    __lt__ = __gt__ = __ge__ = __eq__ = __le__

    def __hash__(self):
        return 0


def score_between(low, high):
    return Close(0.25)
