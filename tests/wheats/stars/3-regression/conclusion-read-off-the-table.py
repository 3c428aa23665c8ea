# title: shares far apart, and the conclusion typed after reading the printed means
# exercise: Exercise 4

# %% split
SEED = 0
X = stars[["Temperature", "Size"]]
y = stars["A_M"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED, stratify=stars["Type"])

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    prepare = make_pipeline(FunctionTransformer(np.log10, validate=True), StandardScaler())
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=1000, random_state=SEED)
    return make_pipeline(prepare, network).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
train_score - test_score

# %% split-score
def split_score(X, y, test_share, seed):
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=test_share, random_state=seed)
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=1000, random_state=seed)
    return make_pipeline(FunctionTransformer(np.log10), StandardScaler(), network).fit(X_a, y_a).score(X_b, y_b)

# %% ratios
ratios = pd.DataFrame(
    [
        dict(test_share=test_share, seed=seed, test_score=split_score(X, y, test_share, seed))
        for test_share in (0.2, 0.6, 0.95)
        for seed in range(8)
    ]
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()
print(mean_scores)

# %% conclusion
# With 95 % held back, only 12 stars are left to learn from.
best_share = 0.2
trend = "worse"
