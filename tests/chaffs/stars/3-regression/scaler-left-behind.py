# title: the network is returned without its scaler
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-features=0, regressor-score=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    scaled = StandardScaler().fit_transform(X_train)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return network.fit(scaled, y_train)
