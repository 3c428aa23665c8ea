# title: the scores are rounded to two digits
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
model = fit_regressor(X_train, y_train)
train_score = round(model.score(X_train, y_train), 2)
test_score = round(model.score(X_test, y_test), 2)
