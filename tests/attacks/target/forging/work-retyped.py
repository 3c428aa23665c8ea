# title: solution cells handed in as text and raw cells, which become code again: right is right
# exercise: Exercise 1
# points: kinds-test=0

# %% retype total raw

# %% kinds
kinds = ["prime"]

# %% retype kinds markdown
