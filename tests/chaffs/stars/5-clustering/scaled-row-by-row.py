# title: each star's four numbers standardised, not each column
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0, transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
rows = transformed.to_numpy()
transformed = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
