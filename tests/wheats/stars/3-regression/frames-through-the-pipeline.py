# title: a ColumnTransformer that hands on tables, each feature with a scaling of its own
# exercise: Exercise 4

# %% split
SEED = 0
train, test = train_test_split(stars, test_size=0.2, random_state=SEED)
X_train, X_test = train[["Temperature", "Size"]].copy(), test[["Temperature", "Size"]].copy()
y_train, y_test = train.pop("A_M"), test.pop("A_M")

# %% fit-regressor
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer

SEED = 0


def fit_regressor(X_train, y_train):
    prepare = ColumnTransformer(
        [("temperature", StandardScaler(), ["Temperature"]), ("size", PowerTransformer(method="box-cox"), ["Size"])],
        verbose_feature_names_out=False,
    ).set_output(transform="pandas")
    network = MLPRegressor(hidden_layer_sizes=(40,), solver="lbfgs", alpha=0.5, max_iter=500, random_state=SEED)
    return Pipeline(steps=[("prepare", prepare), ("nothing", "passthrough"), ("network", network)]).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=test_share, random_state=seed)
    return fit_regressor(X_tr, y_tr).score(X_te, y_te)

# %% ratios
features, magnitude = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.concat(
    pd.DataFrame({"seed": [seed], "test_share": [share], "test_score": [split_score(features, magnitude, share, seed)]})
    for share in (0.2, 0.35, 0.5)
    for seed in range(1, 6)
)
mean_scores = ratios.groupby("test_share")["test_score"].mean().rename("mean of five splits")

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores[0.5] - mean_scores[0.2]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
