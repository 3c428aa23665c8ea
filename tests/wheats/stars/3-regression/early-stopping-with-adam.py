# title: adam with some training rows set aside to stop early, sets named X and y again and again
# exercise: Exercise 4

# %% split
SEED = 0
np.random.seed(SEED)
rows = np.arange(len(stars))
np.random.shuffle(rows)
train_rows, test_rows = np.split(rows, [round(0.8 * len(rows))])
X_train, X_test = stars.iloc[train_rows].loc[:, ["Temperature", "Size"]], stars.iloc[test_rows].loc[:, ["Temperature", "Size"]]
y_train, y_test = stars.iloc[train_rows].loc[:, "A_M"], stars.iloc[test_rows].loc[:, "A_M"]

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    X, y = X_train.copy(), y_train.copy()
    model = make_pipeline(
        FunctionTransformer(np.log), StandardScaler(),
        MLPRegressor(
            hidden_layer_sizes=(100, 50), learning_rate_init=0.01, early_stopping=True, validation_fraction=0.15,
            n_iter_no_change=60, max_iter=700, random_state=SEED,
        ),
    )
    model.fit(X, y)
    return model

# %% model
model = fit_regressor(X_train, y_train)
scores = {}
for name, X, y in [("train", X_train, y_train), ("test", X_test, y_test)]:
    scores[name] = model.score(X, y)
train_score, test_score = scores["train"], scores["test"]

# %% split-score
split_score = lambda X, y, test_share, seed: (
    lambda a, b, c, d: make_pipeline(
        FunctionTransformer(np.log), StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(15,), solver="lbfgs", alpha=0.2, max_iter=300, random_state=seed),
    ).fit(a, c).score(b, d)
)(*train_test_split(X, y, test_size=test_share, random_state=seed))

# %% ratios
from itertools import product, starmap

grid = list(product([0.2, 0.45, 0.7], range(5)))
ratios = pd.DataFrame(grid, columns=["test_share", "seed"]).assign(
    test_score=list(starmap(lambda share, seed: split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed), grid))
)
mean_scores = ratios.pivot_table("test_score", "test_share").squeeze()

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores.to_numpy()[-1] - mean_scores.to_numpy()[0]
match np.sign(change) * (abs(change) >= 0.01):
    case 0:
        trend = "unchanged"
    case 1:
        trend = "better"
    case _:
        trend = "worse"
