# title: the logarithm of Luminosity and Size, and Temperature as it is
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()
