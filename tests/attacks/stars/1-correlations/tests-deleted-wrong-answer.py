# title: both test cells were deleted, and the answer is wrong
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Temperature", "Size"), ("Temperature", "Luminosity")]

# %% delete highest-correlations-one

# %% delete highest-correlations-both
