# title: the first of five shuffled folds is the test set, splitters instead of train_test_split
# exercise: Exercise 4

# %% split
from sklearn.model_selection import KFold

SEED = 0
folds = KFold(n_splits=5, shuffle=True, random_state=SEED)
train_at, test_at = next(iter(folds.split(stars)))
X_train, X_test = stars[["Temperature", "Size"]].iloc[train_at], stars[["Temperature", "Size"]].iloc[test_at]
y_train, y_test = stars["A_M"].iloc[train_at], stars["A_M"].iloc[test_at]

# %% fit-regressor
SEED = 0
settings = dict(hidden_layer_sizes=(64, 32), activation="relu", solver="adam", learning_rate_init=0.01)
settings.update(max_iter=800, batch_size=32, n_iter_no_change=50, random_state=SEED)


def fit_regressor(X_train, y_train):
    network = MLPRegressor(**settings)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
from sklearn.model_selection import ShuffleSplit


def split_score(X, y, test_share, seed):
    (train_at, test_at), = ShuffleSplit(1, test_size=test_share, random_state=seed).split(X)
    small = make_pipeline(
        FunctionTransformer(np.log), StandardScaler(), MLPRegressor(hidden_layer_sizes=(16,), solver="lbfgs", alpha=1, random_state=seed)
    )
    small.fit(X.iloc[train_at], y.iloc[train_at])
    return small.score(X.iloc[test_at], y.iloc[test_at])

# %% ratios
index = pd.MultiIndex.from_product([[0.2, 0.4, 0.6, 0.8], range(5)], names=["test_share", "seed"])
scores = [split_score(stars[["Temperature", "Size"]], stars["A_M"], *pair) for pair in index]
long = pd.Series(scores, index=index, name="test_score")
ratios = long.reset_index()
mean_scores = long.groupby(level="test_share").mean()

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores.iloc[-1] - mean_scores.iloc[0]
trend = np.select([abs(change) < 0.01, change > 0], ["unchanged", "better"], "worse").item()
