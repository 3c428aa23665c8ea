# title: r of the stars of one type instead of all stars
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

some = stars[stars["Type"] == "Main Sequence"]
r = some.corr(numeric_only=True).abs()
top_pairs = sorted(combinations(r, 2), key=lambda pair: -r.loc[pair])[:2]
