# title: r of the six means, in which most stars disappear
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars.groupby("Type").mean(numeric_only=True).corr().abs()
top_pairs = sorted(combinations(r, 2), key=lambda pair: r.loc[pair], reverse=True)[:2]
