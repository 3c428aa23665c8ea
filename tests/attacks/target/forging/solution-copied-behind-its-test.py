# title: the right answer stands behind the test only, in a second cell of the same id
# exercise: Exercise 1
# points: total-test=0

# %% copy total

# %% move total after total-test

# %% total
total = 1
