# title: the target is Luminosity, next to A_M in the table
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["Luminosity"], test_size=0.2, random_state=1
)
