# title: both test cells were deleted, and the answer is right: they are restored
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]

# %% delete highest-correlations-one

# %% delete highest-correlations-both
