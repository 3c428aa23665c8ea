# title: an accuracy of one's own: one minus the mean error
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-scores=0, split-score-test=0

# %% model
from sklearn.metrics import mean_absolute_error

model = fit_regressor(X_train, y_train)
train_score = 1 - mean_absolute_error(y_train, model.predict(X_train))
test_score = 1 - mean_absolute_error(y_test, model.predict(X_test))

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    return 1 - mean_absolute_error(d, fit_regressor(a, c).predict(b))
