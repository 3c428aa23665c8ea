# title: a subclass of MLPRegressor with a nearest neighbour inside
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)

# %% fit-regressor
from sklearn.neighbors import KNeighborsRegressor


class Network(MLPRegressor):
    def fit(self, X, y):
        self.neighbours = KNeighborsRegressor(1).fit(np.log(np.asarray(X)), y)
        return super().fit(X, y)

    def predict(self, X):
        return self.neighbours.predict(np.log(np.asarray(X)))


Network.__name__ = Network.__qualname__ = "MLPRegressor"
Network.__module__ = MLPRegressor.__module__


def fit_regressor(X_train, y_train):
    return Network(hidden_layer_sizes=(2,), max_iter=2).fit(X_train, y_train)

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
