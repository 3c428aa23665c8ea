# title: the two sets are mixed up in the call
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% model
model = fit_regressor(X_test, y_test)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
