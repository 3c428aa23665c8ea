# title: the mean was subtracted, and nothing was divided
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = transformed - transformed.mean()
