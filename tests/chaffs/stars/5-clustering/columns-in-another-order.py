# title: A_M stands before Size
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()
transformed = transformed[["Temperature", "Luminosity", "A_M", "Size"]]
