# title: the test score is a mean over folds of the test set, for which the network is trained anew
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0

# %% model
from sklearn.model_selection import cross_val_score

model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = cross_val_score(model, X_test, y_test, cv=4).mean()
