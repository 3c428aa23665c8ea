# title: a small network on raw values, which does not learn
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-features=0, regressor-score=0, split-score-test=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    return MLPRegressor(random_state=1).fit(X_train, y_train)

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    return fit_regressor(a, c).score(b, d)
