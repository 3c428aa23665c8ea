# title: the shortest way; many wrong solutions are this one with a fault
# exercise: Exercise 4

# %% split
SEED = 1

X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=SEED
)

# %% fit-regressor
SEED = 1

def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=SEED)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
SEED = 1

def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=SEED)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(a, c).score(b, d)

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
