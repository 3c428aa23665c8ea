# title: the search over settings is returned, and not the network that it found
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
from sklearn.model_selection import GridSearchCV


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(10,), solver="lbfgs", max_iter=300, random_state=1)
    steps = make_pipeline(FunctionTransformer(np.log), StandardScaler(), network)
    return GridSearchCV(steps, {"mlpregressor__alpha": [0.1, 1]}, cv=3).fit(X_train, y_train)
