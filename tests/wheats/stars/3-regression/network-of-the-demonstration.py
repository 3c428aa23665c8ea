# title: the large network of the demonstration, alone, on raw values
# exercise: Exercise 4
# cost: long

# %% split
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=SEED
)

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    network = MLPRegressor(
        max_iter=1000,
        activation="tanh",
        hidden_layer_sizes=(300, 300, 300),
        learning_rate_init=5e-5,
        learning_rate="adaptive",
        random_state=SEED,
    )
    network.fit(X_train, y_train)
    return network

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=test_share, random_state=seed)
    small = MLPRegressor(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=seed)
    return make_pipeline(StandardScaler(), small).fit(X_a, y_a).score(X_b, y_b)

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
