# title: one right pair, one with a text column that was numbered
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Type", "A_M"), ("A_M", "Luminosity")]
