# title: the target is scaled too, and the predictions are never scaled back
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-score=0, split-score-test=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    scaled = StandardScaler().fit_transform(y_train.to_frame()).ravel()
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, scaled)

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    return fit_regressor(a, c).score(b, d)
