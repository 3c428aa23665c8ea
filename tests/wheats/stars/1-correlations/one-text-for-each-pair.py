# title: linregress into a Series with one text for each pair, split at the end
# exercise: Exercise 1

# %% highest-correlations
from scipy.stats import linregress

variables = ["Temperature", "Luminosity", "Size", "A_M"]
series = pd.Series(dtype=float)
for i, v in enumerate(variables):
    for w in variables[i + 1:]:
        series[f"{v}|{w}"] = linregress(stars[v], stars[w]).rvalue
winners = series.abs().nlargest(2).index.str.split("|")
top_pairs = list(winners)
