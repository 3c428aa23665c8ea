# title: three pairs where two are asked for
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars.corr(numeric_only=True).abs()
top_pairs = sorted(combinations(r.columns, 2), key=lambda p: -r.loc[p])[:3]
