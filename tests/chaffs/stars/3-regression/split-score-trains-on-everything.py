# title: split_score trains on all rows and scores those that it held back
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-score-test=0

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(50, 50), solver="lbfgs", max_iter=300, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X, y).score(b, d)
