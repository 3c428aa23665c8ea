# title: each pair is one text with a hyphen
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = ["Luminosity-A_M", "Size-A_M"]
