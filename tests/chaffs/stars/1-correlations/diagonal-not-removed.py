# title: each variable with itself has r = 1 and wins
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
r = stars.corr(numeric_only=True).abs().unstack().sort_values(ascending=False)
top_pairs = list(r.index[:2])
