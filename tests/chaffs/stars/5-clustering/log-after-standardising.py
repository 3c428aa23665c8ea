# title: first standardised, then the logarithm of what is positive
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0, transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
transformed = (transformed - transformed.mean()) / transformed.std()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name].clip(lower=0.001))
