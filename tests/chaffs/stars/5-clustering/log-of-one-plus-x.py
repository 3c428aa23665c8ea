# title: log1p instead of the logarithm
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
values = stars[["Temperature", "Luminosity", "Size", "A_M"]].astype(float)
values.iloc[:, :3] = np.log1p(values.iloc[:, :3])
transformed = (values - values.mean()) / values.std()
