# title: a search over the penalty inside the function, and only its best network returned
# exercise: Exercise 4

# %% split
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    stars.filter(["Temperature", "Size"]), stars["A_M"], test_size=1 / 5, shuffle=True, random_state=SEED
)

# %% fit-regressor
from sklearn.model_selection import GridSearchCV

SEED = 0


def fit_regressor(X_train, y_train):
    base = make_pipeline(
        FunctionTransformer(np.log10),
        StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(12,), solver="lbfgs", max_iter=300, random_state=SEED),
    )
    search = GridSearchCV(base, {"mlpregressor__alpha": [0.01, 1]}, cv=3)
    search.fit(X_train, y_train)
    print(search.best_params_)
    return search.best_estimator_

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
print(f"train {train_score:.4f}  test {test_score:.4f}")

# %% split-score
from sklearn.model_selection import ShuffleSplit, cross_val_score


def split_score(X, y, test_share, seed):
    """One split only, but scikit-learn does the work."""
    quick = make_pipeline(
        FunctionTransformer(np.log10),
        StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(12,), solver="lbfgs", alpha=1, max_iter=300, random_state=seed),
    )
    one_split = ShuffleSplit(n_splits=1, test_size=test_share, random_state=seed)
    return cross_val_score(quick, X, y, cv=one_split)[0]

# %% ratios
pieces = []
for share in [0.15, 0.2, 0.6]:
    seeds = range(100, 105)
    scores = [split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed) for seed in seeds]
    pieces.append(pd.DataFrame({"test_share": share, "seed": seeds, "test_score": scores}))
ratios = pd.concat(pieces, ignore_index=True)
mean_scores = ratios.groupby("test_share").agg({"test_score": "mean"})["test_score"]

# %% conclusion
best_share = mean_scores.sort_values(ascending=False).index[0]
gap = round(mean_scores[0.6] - mean_scores[0.15], 12)
trend = {True: "unchanged", False: "better" if gap > 0 else "worse"}[abs(gap) < 0.01]
