# title: the squared correlation of truth and prediction
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
model = fit_regressor(X_train, y_train)
train_score = np.corrcoef(y_train, model.predict(X_train))[0, 1] ** 2
test_score = np.corrcoef(y_test, model.predict(X_test))[0, 1] ** 2
