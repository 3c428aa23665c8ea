# title: test cells carry every tag by which some program leaves a cell or its errors out
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% tag total-test raises-exception

# %% tag total-test nbgrader-skip

# %% tag total-test remove-cell

# %% tag total-test otter_ignore

# %% tag kinds-test skip-execution

# %% tag total skip-execution
