# title: a class of one's own for the logarithm and the scaling, first step of a pipeline
# exercise: Exercise 4

# %% insert-before split
from sklearn.base import BaseEstimator, TransformerMixin


class LogAndScale(TransformerMixin, BaseEstimator):
    """Takes logarithms, then subtracts the mean and divides by the standard deviation."""

    def fit(self, X, y=None):
        logs = np.log(np.asarray(X, dtype=float))
        self.mean_, self.std_ = logs.mean(axis=0), logs.std(axis=0)
        return self

    def transform(self, X):
        return (np.log(np.asarray(X, dtype=float)) - self.mean_) / self.std_

# %% split
SEED = 0
X_train = stars[["Temperature", "Size"]].sample(frac=0.8, random_state=SEED)
X_test = stars[["Temperature", "Size"]].loc[~stars.index.isin(X_train.index)]
y_train, y_test = stars.loc[X_train.index, "A_M"], stars.loc[X_test.index, "A_M"]

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    steps = make_pipeline(
        LogAndScale(), MLPRegressor(hidden_layer_sizes=25, solver="lbfgs", activation="tanh", alpha=0.1, max_iter=800, random_state=SEED)
    )
    steps.fit(X_train, y_train)
    return steps

# %% model
model = fit_regressor(X_train, y_train)
train_score, test_score = (r2_score(y, model.predict(X)) for X, y in ((X_train, y_train), (X_test, y_test)))

# %% split-score
def split_score(X, y, test_share, seed):
    X1, X2, y1, y2 = train_test_split(X, y, test_size=test_share, random_state=seed)
    return r2_score(y2, fit_regressor(X1, y1).predict(X2))

# %% ratios
table = {"test_share": [], "seed": [], "test_score": []}
for share in np.linspace(0.2, 0.8, 3):
    for seed in np.arange(5):
        table["test_share"].append(share)
        table["seed"].append(seed)
        table["test_score"].append(split_score(stars[["Temperature", "Size"]], stars.A_M, share, int(seed)))
ratios = pd.DataFrame(table)
mean_scores = ratios.groupby("test_share").test_score.mean()

# %% conclusion
best_share = mean_scores.index[mean_scores.argmax()]
last, first = mean_scores.iloc[-1], mean_scores.iloc[0]
if last > first + 0.01:
    trend = "better"
if last < first - 0.01:
    trend = "worse"
if np.abs(last - first) < 0.01:
    trend = "unchanged"
