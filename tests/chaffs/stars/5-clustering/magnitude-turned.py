# title: A_M multiplied by -1, so that bright stars have large numbers
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed["A_M"] = -transformed["A_M"]
transformed = (transformed - transformed.mean()) / transformed.std()
