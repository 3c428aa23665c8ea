# title: a column transformer passes Size only
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0

# %% fit-regressor
from sklearn.compose import make_column_transformer


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    size_only = make_column_transformer((FunctionTransformer(np.log), ["Size"]), remainder="drop")
    return make_pipeline(size_only, StandardScaler(), network).fit(X_train, y_train)
