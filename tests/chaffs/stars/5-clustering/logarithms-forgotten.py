# title: standardised, without a logarithm
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0

# %% transform
transformed = StandardScaler().fit_transform(stars[["Temperature", "Luminosity", "Size", "A_M"]])
