# title: z-scores and a matrix product, the answer as a set of frozensets
# exercise: Exercise 1

# %% highest-correlations
data = stars.select_dtypes("number")
z = (data - data.mean()) / data.std(ddof=0)
r = z.T @ z / len(z)
strengths = {}
for row in r.index:
    for column in r.columns:
        if row != column:
            strengths[frozenset({row, column})] = abs(r.at[row, column])
cut = sorted(strengths.values())[-2]
top_pairs = {pair for pair, strength in strengths.items() if strength >= cut}
