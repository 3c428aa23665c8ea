# title: the scores are those of a second network, trained afterwards
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
model = fit_regressor(X_train, y_train)
other = make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(5,), solver="lbfgs", max_iter=300, random_state=2))
other.fit(X_train, y_train)
train_score = other.score(X_train, y_train)
test_score = other.score(X_test, y_test)
