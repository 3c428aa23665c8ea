# title: the score on the training set is that on all stars
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(stars[["Temperature", "Size"]], stars["A_M"])
test_score = model.score(X_test, y_test)
