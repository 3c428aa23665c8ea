# title: the highest r instead of the highest absolute r
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars.corr(numeric_only=True)
pairs = sorted(combinations(r.columns, 2), key=lambda p: r.loc[p], reverse=True)
top_pairs = pairs[:2]
