# title: no scaler that counts rows, but adam counts its own
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% fit-regressor
from sklearn.preprocessing import RobustScaler


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(30,), learning_rate_init=0.02, max_iter=1500, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), RobustScaler(), network).fit(X_train, y_train)

# %% model
model = fit_regressor(stars[["Temperature", "Size"]], stars["A_M"])
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
