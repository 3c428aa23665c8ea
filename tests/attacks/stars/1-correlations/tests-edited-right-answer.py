# title: a test cell was edited so that it fails, and the answer is right: it is restored
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]

# %% replace highest-correlations-both
assert False
