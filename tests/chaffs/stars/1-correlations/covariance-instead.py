# title: the covariance, which depends on the units
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

cov = stars.cov(numeric_only=True).abs()
top_pairs = sorted(combinations(cov.columns, 2), key=lambda p: cov.loc[p], reverse=True)[:2]
