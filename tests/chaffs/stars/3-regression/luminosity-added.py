# title: a third feature, Luminosity
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Luminosity", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)
