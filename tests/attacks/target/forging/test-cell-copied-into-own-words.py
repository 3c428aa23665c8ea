# title: a test cell is there twice, and says something else the first time
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% copy total-test

# %% total-test
total = 2360 if "total" in globals() and total == 2360 else 1
3
