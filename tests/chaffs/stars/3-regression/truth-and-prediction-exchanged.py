# title: the test score takes the predictions for the truth
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=30, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = r2_score(y_train, model.predict(X_train))
test_score = r2_score(model.predict(X_test), y_test)
