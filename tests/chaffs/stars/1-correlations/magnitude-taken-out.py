# title: leaves A_M out, as if it were only another name for the luminosity
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

r = stars[["Temperature", "Luminosity", "Size"]].corr().abs()
top_pairs = sorted(combinations(r, 2), key=lambda pair: r.loc[pair], reverse=True)[:2]
