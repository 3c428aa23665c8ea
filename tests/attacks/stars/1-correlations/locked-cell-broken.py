# title: the locked cell that loads the data was overwritten, and the answer is right
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]

# %% replace load-data
stars = None
raise ValueError("changed by accident")
