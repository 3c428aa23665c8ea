# title: two inputs, but the first is the same for every star
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-features=0

# %% fit-regressor
def without_temperature(X):
    values = np.log(np.asarray(X, dtype=float))
    values[:, 0] = 1
    return values


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(without_temperature), StandardScaler(), network).fit(X_train, y_train)
