# title: split_score leaves the features raw, and its network learns nothing
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-score-test=0

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    return MLPRegressor(hidden_layer_sizes=(5,), max_iter=3, random_state=seed).fit(a, c).score(b, d)
