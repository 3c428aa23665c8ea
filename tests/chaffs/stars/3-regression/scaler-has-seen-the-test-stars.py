# title: the scaler learned its means from all stars, the network from the training stars
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0

# %% fit-regressor
from sklearn.pipeline import Pipeline


def fit_regressor(X_train, y_train):
    scaler = StandardScaler().fit(np.log(stars[["Temperature", "Size"]]))
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    network.fit(scaler.transform(np.log(X_train)), y_train)
    return Pipeline([("log", FunctionTransformer(np.log)), ("scaler", scaler), ("network", network)])
