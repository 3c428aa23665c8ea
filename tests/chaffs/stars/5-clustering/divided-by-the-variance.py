# title: divided by the variance instead of the standard deviation
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.var()
