# title: the four columns as they are in the file
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0, transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]]
