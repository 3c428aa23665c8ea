# title: a logarithm was added to the table, and its column wins
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

stars["log_Luminosity"] = np.log(stars["Luminosity"])
stars["log_Size"] = np.log(stars["Size"])
r = stars.corr(numeric_only=True).abs()
top_pairs = sorted(combinations(r, 2), key=lambda pair: r.loc[pair])[-2:]
