# title: a function that replaces itself and its neighbours whenever it is called
# exercise: Exercise 3
# points: rescale-test=0
# shows: asked by the test: True | swapped: True

# %% rescale
asked = []


def second(values):
    asked.append(len(values))
    globals()["rescale"] = first
    return [-1.0] * len(values)


def first(values):
    global rescale
    asked.append(len(values))
    rescale = second
    return [0.0] * len(values)


rescale = first

# %% insert-after rescale-test
print("asked by the test:", 30 in asked)
print("swapped:", rescale([2.0]) != rescale([2.0]))
