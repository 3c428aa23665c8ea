# title: the share of the test set and that of the training set are mixed up
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-sizes=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.8, random_state=1
)
