# title: a regressor around the pipeline that scales the target
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
from sklearn.compose import TransformedTargetRegressor


def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    inner = make_pipeline(FunctionTransformer(np.log), StandardScaler(), network)
    return TransformedTargetRegressor(inner, transformer=StandardScaler()).fit(X_train, y_train)
