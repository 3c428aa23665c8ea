# title: all cells have the same id of Jupyter's own
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% cell-id total same

# %% cell-id total-test same

# %% cell-id kinds same

# %% cell-id kinds-test same

# %% cell-id setup same
