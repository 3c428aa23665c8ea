# title: one network, trained once on all stars, for every call
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-features=0, regressor-score=0, model-trained=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)

# %% fit-regressor
cached = make_pipeline(
    FunctionTransformer(np.log),
    StandardScaler(),
    MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1),
).fit(stars[["Temperature", "Size"]], stars["A_M"])


def fit_regressor(X_train, y_train):
    return cached

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
