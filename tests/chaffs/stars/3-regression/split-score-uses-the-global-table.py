# title: split_score splits the table of the stars, whatever it is given
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-score-test=0

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(
        stars[["Temperature", "Size"]], stars["A_M"], test_size=test_share, random_state=seed
    )
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
