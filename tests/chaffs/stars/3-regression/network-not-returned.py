# title: the function prints the score and returns nothing
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    pipeline = make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)
    print(pipeline.score(X_train, y_train))

# %% model
model = fit_regressor(X_train, y_train)
train_score, test_score = 0.99, 0.98
