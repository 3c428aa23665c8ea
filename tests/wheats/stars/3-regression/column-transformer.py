# title: the logarithm of Size only, by a column transformer, adam with ReLU
# exercise: Exercise 4

# %% split
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    stars.loc[:, ["Temperature", "Size"]], stars.A_M, train_size=0.8, random_state=SEED
)

# %% fit-regressor
from sklearn.compose import make_column_transformer

SEED = 0


def fit_regressor(X_train, y_train):
    prepare = make_column_transformer(
        (make_pipeline(FunctionTransformer(np.log10), StandardScaler()), ["Size"]),
        (StandardScaler(), ["Temperature"]),
    )
    network = MLPRegressor(hidden_layer_sizes=(60,), learning_rate_init=0.02, max_iter=1500, random_state=SEED)
    return make_pipeline(prepare, network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X_old, X_new, y_old, y_new = train_test_split(X, y, test_size=test_share, random_state=seed)
    return make_pipeline(
        FunctionTransformer(lambda table: np.log10(table)),
        StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(10, 10), solver="lbfgs", max_iter=300, random_state=seed),
    ).fit(X_old, y_old).score(X_new, y_new)

# %% ratios
X, y = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.DataFrame(
    [(share, seed, split_score(X, y, share, seed)) for share in (0.2, 0.5, 0.9) for seed in range(5)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores[0.9] - mean_scores[0.2]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
