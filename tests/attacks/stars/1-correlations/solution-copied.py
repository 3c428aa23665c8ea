# title: the solution cell was copied with its id, and the right answer was written into the first of the two
# exercise: Exercise 1

# %% copy highest-correlations

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]
