# title: test cells are unlocked, declared to be answers, and rewritten
# exercise: Exercise 1
# points: total-test=0, kinds-test=0

# %% total
total = 1

# %% metadata total-test {"solution": true, "locked": false, "grade": true}

# %% total-test
total = 2

# %% kinds
kinds = ["prime"]

# %% metadata kinds-test {"locked": false, "grade": false, "solution": true, "task": true}

# %% kinds-test
assert True
