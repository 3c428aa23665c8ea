# title: y was shuffled by itself, so that no star keeps its magnitude
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0

# %% split
X_train, X_test = train_test_split(stars[["Temperature", "Size"]], test_size=0.2, random_state=1)
y_train, y_test = train_test_split(stars["A_M"], test_size=0.2, random_state=2)
