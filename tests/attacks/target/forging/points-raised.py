# title: the metadata of test cells promise other points, or none that could be lost
# exercise: Exercise 2
# points: kinds-test=0

# %% metadata total-test {"points": 3000, "max_points": 3000, "score": 3000}

# %% kinds
kinds = ["prime"]

# %% metadata kinds-test {"points": 0, "grade": false}

# %% metadata rescale-public {"points": -5}
