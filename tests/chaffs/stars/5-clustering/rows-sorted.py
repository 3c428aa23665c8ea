# title: the table was sorted by temperature on the way, and its order is no longer that of the file
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()
transformed = transformed.sort_values("Temperature").to_numpy()
