# title: the first stars of the file are trained on, and the file is sorted by type
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-disjoint=0

# %% split
n_train = int(0.8 * len(stars))
X_train, X_test = stars[["Temperature", "Size"]][:n_train], stars[["Temperature", "Size"]][n_train:]
y_train, y_test = stars["A_M"][:n_train], stars["A_M"][n_train:]
