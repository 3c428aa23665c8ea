# title: sorts by r squared, after a table of all r with its pairs as rows
# exercise: Exercise 1

# %% highest-correlations
rows = []
names = ["A_M", "Size", "Luminosity", "Temperature"]
while names:
    x = names.pop()
    for y in names:
        rows.append({"x": x, "y": y, "r": stars[x].corr(stars[y])})
results = pd.DataFrame(rows).assign(r2=lambda t: t.r**2).set_index("r2").sort_index()
results
best_two = results.tail(2)[["x", "y"]]
top_pairs = [tuple(row) for row in best_two.to_numpy()]
