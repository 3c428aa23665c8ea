# title: the four parts of the split are given the wrong names
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0, split-sizes=0, split-disjoint=0, model-trained=0, model-scores=0

# %% split
X_train, y_train, X_test, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)
