# title: stochastic gradient descent on logarithms, some rows set aside to stop early
# exercise: Exercise 4

# %% split
SEED = 0
train, test = train_test_split(stars, test_size=0.2, random_state=SEED, stratify=stars["Type"])
X_train, y_train = train[["Temperature", "Size"]], train["A_M"]
X_test, y_test = test[["Temperature", "Size"]], test["A_M"]

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    steps = [FunctionTransformer(np.log), StandardScaler()]
    network = MLPRegressor(
        hidden_layer_sizes=(50,), solver="sgd", learning_rate_init=0.01, early_stopping=True,
        n_iter_no_change=30, max_iter=1000, random_state=SEED,
    )
    return make_pipeline(*steps, network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X1, X2, y1, y2 = train_test_split(X, y, test_size=test_share, random_state=seed)
    net = MLPRegressor(hidden_layer_sizes=(30,), solver="lbfgs", alpha=0.1, max_iter=500, random_state=seed)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), net).fit(X1, y1).score(X2, y2)

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
