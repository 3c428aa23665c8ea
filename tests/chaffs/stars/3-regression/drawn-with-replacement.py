# title: each row is drawn anew, so that stars come twice and others never
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-disjoint=0

# %% split
rng = np.random.default_rng(1)
train_rows = rng.integers(0, len(stars), int(0.8 * len(stars)))
test_rows = rng.integers(0, len(stars), len(stars) - len(train_rows))
X_train, y_train = stars[["Temperature", "Size"]].iloc[train_rows], stars["A_M"].iloc[train_rows]
X_test, y_test = stars[["Temperature", "Size"]].iloc[test_rows], stars["A_M"].iloc[test_rows]
