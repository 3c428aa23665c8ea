# title: r of logarithms instead of r of the values in the file
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

data = stars.select_dtypes("number").copy()
data["Luminosity"] = np.log10(data["Luminosity"])
data["Size"] = np.log10(data["Size"])
r = data.corr().abs()
top_pairs = sorted(combinations(data.columns, 2), key=lambda p: r.loc[p], reverse=True)[:2]
