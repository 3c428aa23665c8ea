# title: the network of split_score has no seed, so no score can be had again
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-score-test=0, ratios-table=0

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", max_iter=300)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
