# title: text columns are numbered, so that their made-up r wins
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
from itertools import combinations

coded = stars.copy()
for column in ["Color", "Spectral_Class", "Type"]:
    coded[column] = pd.factorize(coded[column])[0]
r = coded.corr().abs()
top_pairs = sorted(combinations(r.columns, 2), key=lambda p: -r.loc[p])[:2]
