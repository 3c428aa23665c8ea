# title: fitted once more, on the test set, before it is scored
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% fit-regressor
from sklearn.preprocessing import PowerTransformer


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=0.1, max_iter=500, random_state=1)
    return make_pipeline(PowerTransformer(), network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
model.fit(X_test, y_test)
train_score, test_score = model.score(X_train, y_train), model.score(X_test, y_test)
