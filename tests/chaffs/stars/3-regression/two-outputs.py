# title: the network learns to give the temperature back as well
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    both = np.column_stack([y_train, np.log(X_train["Temperature"])])
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, both)

# %% model
model = fit_regressor(X_train, y_train)
train_score = r2_score(y_train, model.predict(X_train)[:, 0])
test_score = r2_score(y_test, model.predict(X_test)[:, 0])
