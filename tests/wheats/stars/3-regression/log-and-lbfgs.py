# title: logarithm, scaler and a small network with lbfgs, seeds everywhere
# exercise: Exercise 4

# %% split
SEED = 0
X = stars[["Temperature", "Size"]]
y = stars["A_M"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    pipeline = make_pipeline(
        FunctionTransformer(np.log10),
        StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED),
    )
    pipeline.fit(X_train, y_train)
    return pipeline

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=test_share, random_state=seed)
    return fit_regressor(X_a, y_a).score(X_b, y_b)

# %% ratios
rows = []
for share in [0.1, 0.2, 0.3, 0.5]:
    for seed in range(5):
        rows.append({"test_share": share, "seed": seed, "test_score": split_score(X, y, share, seed)})
ratios = pd.DataFrame(rows)
mean_scores = ratios.groupby("test_share")["test_score"].mean()
mean_scores

# %% conclusion
best_share = mean_scores.idxmax()
difference = mean_scores[0.5] - mean_scores[0.1]
if difference >= 0.01:
    trend = "better"
elif difference <= -0.01:
    trend = "worse"
else:
    trend = "unchanged"
