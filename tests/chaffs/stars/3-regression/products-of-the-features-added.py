# title: five inputs: the two features, their squares and their product
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0

# %% fit-regressor
from sklearn.preprocessing import PolynomialFeatures


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(
        FunctionTransformer(np.log), PolynomialFeatures(2, include_bias=False), StandardScaler(), network
    ).fit(X_train, y_train)
