# title: names with units, as on the axes of a figure
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Luminosity (L_sun)", "A_M (mag)"), ("Size (R_sun)", "A_M (mag)")]
