# title: a network that stopped before it had learned anything
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-score=0, regressor-features=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), max_iter=5, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)
