# title: the training set is the whole table
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-sizes=0, split-disjoint=0

# %% split
X_train, y_train = stars[["Temperature", "Size"]], stars["A_M"]
X_test = X_train.sample(frac=0.2, random_state=1)
y_test = y_train[X_test.index]
