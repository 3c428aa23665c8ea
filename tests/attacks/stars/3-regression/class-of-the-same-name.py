# title: a class of one's own that is called MLPRegressor
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)

# %% fit-regressor
from sklearn.neighbors import KNeighborsRegressor

real_network = MLPRegressor


class MLPRegressor(KNeighborsRegressor):
    n_features_in_, n_outputs_, t_, n_iter_, coefs_ = 2, 1, 0, 1, []


def fit_regressor(X_train, y_train):
    return MLPRegressor(n_neighbors=1).fit(X_train, y_train)

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = real_network(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
