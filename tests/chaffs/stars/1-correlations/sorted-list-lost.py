# title: list.sort returns nothing, and nothing is what was stored
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars.corr(numeric_only=True).abs()
pairs = list(combinations(r.columns, 2))
top_pairs = pairs.sort(key=lambda pair: r.loc[pair], reverse=True)
