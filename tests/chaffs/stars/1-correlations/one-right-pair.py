# title: the strongest pair and one that is not among the strongest two
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Luminosity", "Size")]
