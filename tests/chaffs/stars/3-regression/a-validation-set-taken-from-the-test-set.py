# title: a third set of stars is taken from the test set, which is left with half
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-sizes=0, split-disjoint=0

# %% split
X_train, X_rest, y_train, y_rest = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)
X_val, X_test, y_val, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=1)
