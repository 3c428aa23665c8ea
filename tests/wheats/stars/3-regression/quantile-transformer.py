# title: features turned into ranks by a QuantileTransformer, a frame filled in place
# exercise: Exercise 4

# %% split
SEED = 0
is_test = pd.Series(False, index=stars.index)
is_test[stars.sample(n=round(len(stars) * 0.2), random_state=SEED).index] = True
X_train, X_test = (stars.loc[mask, ["Temperature", "Size"]] for mask in (~is_test, is_test))
y_train, y_test = (stars.A_M[mask] for mask in (~is_test, is_test))

# %% fit-regressor
from sklearn.preprocessing import QuantileTransformer

SEED = 0


def fit_regressor(X_train, y_train):
    ranks = QuantileTransformer(n_quantiles=min(50, len(X_train)), output_distribution="normal")
    network = MLPRegressor(
        hidden_layer_sizes=(30,), activation="tanh", solver="lbfgs", alpha=0.5, max_iter=300, random_state=SEED
    )
    model = make_pipeline(ranks, network)
    model.fit(X_train, y_train)
    return model

# %% model
model = fit_regressor(X_train, y_train)
train_score = float(model.score(X_train, y_train))
test_score = float(model.score(X_test, y_test))

# %% split-score
def split_score(X, y, test_share, seed):
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=test_share, random_state=seed)
    return float(fit_regressor(X_a, y_a).score(X_b, y_b))

# %% ratios
shares, seeds = (0.2, 0.3, 0.5), tuple(range(5))
ratios = pd.DataFrame({"seed": np.tile(seeds, len(shares)), "test_share": np.repeat(shares, len(seeds))})
ratios["test_score"] = np.nan
for at in ratios.index:
    ratios.loc[at, "test_score"] = split_score(
        stars[["Temperature", "Size"]], stars["A_M"], ratios.loc[at, "test_share"], int(ratios.loc[at, "seed"])
    )
mean_scores = ratios.groupby("test_share", as_index=False)["test_score"].mean().set_index("test_share")["test_score"]

# %% conclusion
best_share = float(mean_scores.idxmax())
from_small_to_large = float(mean_scores.loc[0.5] - mean_scores.loc[0.2])
trend = "unchanged"
if from_small_to_large >= 0.01: trend = "better"
if from_small_to_large <= -0.01: trend = "worse"
