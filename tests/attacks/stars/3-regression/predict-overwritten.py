# title: a real network that learned nothing, with another predict hung onto it
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-features=0, regressor-score=0, model-scores=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)

# %% fit-regressor
from sklearn.neighbors import KNeighborsRegressor


def fit_regressor(X_train, y_train):
    neighbours = KNeighborsRegressor(1).fit(np.log(X_train), y_train)
    network = MLPRegressor(hidden_layer_sizes=(2,), max_iter=2, random_state=1).fit(X_train, y_train)
    network.predict = lambda X: neighbours.predict(np.log(X))
    return network

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
