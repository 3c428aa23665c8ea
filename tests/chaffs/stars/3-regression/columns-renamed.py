# title: the two columns are given other names
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0, split-disjoint=0

# %% split
table = stars.rename(columns={"Temperature": "T_kelvin", "Size": "radius"})
X_train, X_test, y_train, y_test = train_test_split(
    table[["T_kelvin", "radius"]], table["A_M"], test_size=0.2, random_state=1
)
