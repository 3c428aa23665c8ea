# title: heapq.nlargest over a generator, statistics.correlation from the standard library
# exercise: Exercise 1

# %% highest-correlations
import heapq
import statistics
from itertools import combinations

NUMERIC = "Temperature Luminosity Size A_M".split()
columns = {name: stars[name].tolist() for name in NUMERIC}
strength = lambda pair: abs(statistics.correlation(columns[pair[0]], columns[pair[1]]))
top_pairs = heapq.nlargest(2, (p for p in combinations(NUMERIC, 2)), key=strength)
