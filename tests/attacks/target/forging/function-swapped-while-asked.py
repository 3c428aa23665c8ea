# title: a function that replaces itself and its neighbours whenever it is called
# exercise: Exercise 3
# points: rescale-test=0

# %% rescale
def second(values):
    globals()["rescale"] = first
    return [-1.0] * len(values)


def first(values):
    global rescale, total
    rescale = second
    return [0.0] * len(values)


rescale = first
