# title: the logarithm of A_M too, after a shift that makes it positive
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
values = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
values["A_M"] = values["A_M"] - values["A_M"].min() + 1
transformed = StandardScaler().fit_transform(np.log(values))
