# title: scipy.stats.pearsonr into a dictionary keyed by frozensets
# exercise: Exercise 1

# %% highest-correlations
import itertools
from scipy.stats import pearsonr

table = {}
for a, b in itertools.combinations(stars.select_dtypes(include="number").columns, 2):
    table[frozenset((a, b))] = abs(pearsonr(stars[a], stars[b]).statistic)
best_first = sorted(table, key=table.get, reverse=True)
top_pairs = best_first[:2]
