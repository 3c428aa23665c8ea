# title: the model of the report has seen the test stars
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% model
model = fit_regressor(stars[["Temperature", "Size"]], stars["A_M"])
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
