# title: divided by the standard deviation, and the mean left in
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = transformed / transformed.std()
