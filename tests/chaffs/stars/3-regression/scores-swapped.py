# title: the two scores are mixed up
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
model = fit_regressor(X_train, y_train)
test_score = model.score(X_train, y_train)
train_score = model.score(X_test, y_test)
