# title: names in lower case, which the table does not have
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("luminosity", "a_m"), ("size", "a_m")]
