# title: the function splits its rows once more and trains on the smaller part
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    _, part, _, magnitudes = train_test_split(X_train, y_train, test_size=0.2, random_state=1)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(part, magnitudes)
