# title: cells around the test end in a number, which stock nbgrader reads as points in a test
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1
3.0

# %% insert-before total-test
3.0

# %% insert-after total-test
3.0
