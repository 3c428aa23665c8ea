# title: the full matrix unstacked: the strongest pair comes twice, in both orders
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
r = stars.corr(numeric_only=True).abs().unstack()
r = r[r.index.get_level_values(0) != r.index.get_level_values(1)]
top_pairs = list(r.sort_values(ascending=False).index[:2])
