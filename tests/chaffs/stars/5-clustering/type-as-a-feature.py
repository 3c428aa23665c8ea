# title: the type in numbers is a fifth column
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
transformed[["Temperature", "Luminosity", "Size"]] = np.log(transformed[["Temperature", "Luminosity", "Size"]])
transformed["Type"] = stars["Type"].astype("category").cat.codes
transformed = StandardScaler().fit_transform(transformed)
