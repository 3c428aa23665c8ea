# title: the slice begins with the second pair
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars.corr(numeric_only=True).abs()
pairs = sorted(combinations(r.columns, 2), key=lambda pair: -r.loc[pair])
top_pairs = pairs[1:3]
