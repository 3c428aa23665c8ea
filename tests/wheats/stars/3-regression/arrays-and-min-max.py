# title: tables turned into arrays, MinMaxScaler, tanh, a named Pipeline
# exercise: Exercise 4

# %% split
SEED = 0
X_test = stars[["Temperature", "Size"]].sample(frac=0.2, random_state=SEED)
X_train = stars[["Temperature", "Size"]].drop(X_test.index)
y_test, y_train = stars["A_M"][X_test.index], stars["A_M"].drop(X_test.index)

# %% fit-regressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler

SEED = 0


def fit_regressor(X_train, y_train):
    X, y = np.asarray(X_train), np.asarray(y_train)
    network = MLPRegressor(
        hidden_layer_sizes=(40,), activation="tanh", solver="lbfgs", alpha=0.01, max_iter=1000, random_state=SEED
    )
    return Pipeline([("scale", MinMaxScaler()), ("net", network)]).fit(X, y)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train.to_numpy(), y_train.to_numpy())
test_score = model.score(X_test.to_numpy(), y_test.to_numpy())

# %% split-score
SEED = 0


def split_score(X, y, test_share, seed):
    X, y = np.asarray(X), np.asarray(y)
    X_fit, X_new, y_fit, y_new = train_test_split(X, y, test_size=test_share, random_state=seed)
    return float(fit_regressor(X_fit, y_fit).score(X_new, y_new))

# %% ratios
from itertools import product

ratios = pd.DataFrame(product([0.2, 0.35, 0.5], range(5)), columns=["test_share", "seed"])
ratios["test_score"] = [
    split_score(stars[["Temperature", "Size"]], stars["A_M"], row.test_share, int(row.seed)) for row in ratios.itertuples()
]
mean_scores = ratios.pivot_table(index="test_share", values="test_score", aggfunc="mean")["test_score"]

# %% conclusion
ordered = mean_scores.sort_values()
best_share = float(ordered.index[-1])
smallest, largest = mean_scores.sort_index().iloc[[0, -1]]
trend = "unchanged"
if abs(largest - smallest) >= 0.01:
    trend = ["worse", "better"][int(largest > smallest)]
