# title: each pair carries its r as a third entry
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
r = stars.corr(numeric_only=True)
top_pairs = [
    ("Luminosity", "A_M", r.loc["Luminosity", "A_M"]),
    ("Size", "A_M", r.loc["Size", "A_M"]),
]
