# title: PowerTransformer and a logistic network, the scores kept in a wide table first
# exercise: Exercise 4

# %% split
SEED = 0
rng = np.random.default_rng(SEED)
in_test = np.zeros(len(stars), dtype=bool)
in_test[rng.choice(len(stars), size=len(stars) // 5, replace=False)] = True
X_train, X_test = stars.loc[~in_test, ["Temperature", "Size"]], stars.loc[in_test, ["Temperature", "Size"]]
y_train, y_test = stars.loc[~in_test, "A_M"].reset_index(drop=True), stars.loc[in_test, "A_M"].reset_index(drop=True)
X_train, X_test = X_train.reset_index(drop=True), X_test.reset_index(drop=True)

# %% fit-regressor
from sklearn.preprocessing import PowerTransformer

SEED = 0


def fit_regressor(X_train, y_train):
    return make_pipeline(
        PowerTransformer(),
        MLPRegressor(hidden_layer_sizes=(25,), activation="logistic", solver="lbfgs", max_iter=1000, random_state=SEED),
    ).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=test_share, random_state=seed)
    return r2_score(y_b, fit_regressor(X_a, y_a).predict(X_b))

# %% ratios
chosen = [0.2, 0.5, 0.9]
wide = pd.DataFrame(
    {share: [split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed) for seed in range(5)] for share in chosen}
)
wide.index.name = "seed"
ratios = wide.reset_index().melt(id_vars="seed", var_name="test_share", value_name="test_score")
mean_scores = wide.mean()

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores[0.9] - mean_scores[0.2]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
