# title: a cell of the student's carries a test cell's id, and the test is gone
# exercise: Exercise 2
# points: kinds-test=0

# %% delete kinds-test

# %% kinds
kinds = ["prime"]
assert True

# %% metadata kinds {"grade_id": "kinds-test", "grade": true, "solution": false, "points": 2}
