# title: solution cells and test cells carry each other's ids: right work stays right
# exercise: Exercise 1
# points: kinds-test=0

# %% kinds
kinds = ["prime"]

# %% metadata kinds-test {"grade_id": "other"}

# %% metadata total-test {"grade_id": "kinds-test"}

# %% metadata other {"grade_id": "total-test"}
