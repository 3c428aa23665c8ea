# title: one pair where two are asked for
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
r = stars.corr(numeric_only=True).abs()
r = r[r < 1]
top_pairs = [tuple(r.stack().idxmax())]
