# title: a third set of stars is taken from the training set
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-sizes=0, split-disjoint=0

# %% split
features, magnitudes = stars[["Temperature", "Size"]], stars["A_M"]
X_rest, X_test, y_rest, y_test = train_test_split(features, magnitudes, test_size=0.2, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.25, random_state=1)
