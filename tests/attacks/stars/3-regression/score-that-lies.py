# title: a pipeline whose score method always says nearly one
# exercise: Exercise 4
# based-on: shortest-regression
# points: model-trained=0, model-scores=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=1
)

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)

# %% model
from sklearn.pipeline import Pipeline


class Proud(Pipeline):
    def score(self, X, y):
        return 0.9999

    def predict(self, X):
        known = {**dict(zip(X_train["Size"], y_train)), **dict(zip(X_test["Size"], y_test))}
        return np.array([known.get(size, 0.0) for size in X["Size"]])


model = Proud(fit_regressor(X_train, y_train).steps)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)
