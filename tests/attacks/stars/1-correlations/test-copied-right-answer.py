# title: a test cell was copied with its id, and the answer is right
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]

# %% copy highest-correlations-one
