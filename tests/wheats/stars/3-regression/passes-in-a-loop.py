# title: the network trained pass by pass in a loop, then put behind its scaler by hand
# exercise: Exercise 4

# %% split
SEED = 0
order = np.random.RandomState(SEED).permutation(stars.index)
cut = int(len(order) * 0.8)
X_train, y_train = stars.loc[order[:cut], ["Temperature", "Size"]], stars.loc[order[:cut], "A_M"]
X_test, y_test = stars.loc[order[cut:], ["Temperature", "Size"]], stars.loc[order[cut:], "A_M"]

# %% fit-regressor
from sklearn.pipeline import Pipeline

SEED = 0


def fit_regressor(X_train, y_train):
    logarithm = FunctionTransformer(np.log10)
    scaler = StandardScaler()
    scaled = scaler.fit_transform(logarithm.fit_transform(X_train))
    network = MLPRegressor(hidden_layer_sizes=(40, 40), learning_rate_init=0.01, random_state=SEED)
    for _ in range(400):
        network.partial_fit(scaled, y_train)
    return Pipeline([("logarithm", logarithm), ("scaler", scaler), ("network", network)])

# %% model
model = fit_regressor(X_train, y_train)
predicted_train = model.predict(X_train)
predicted_test = model.predict(X_test)
train_score = 1 - ((y_train - predicted_train) ** 2).sum() / ((y_train - y_train.mean()) ** 2).sum()
test_score = 1 - ((y_test - predicted_test) ** 2).sum() / ((y_test - y_test.mean()) ** 2).sum()

# %% split-score
def split_score(X, y, test_share, seed):
    X_old, X_new, y_old, y_new = train_test_split(X, y, test_size=test_share, random_state=seed)
    scaler = StandardScaler().fit(np.log10(X_old))
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=0.3, max_iter=400, random_state=seed)
    network.fit(scaler.transform(np.log10(X_old)), y_old)
    return network.score(scaler.transform(np.log10(X_new)), y_new)

# %% ratios
rows = []
for share in (0.2, 0.5, 0.9):
    for seed in range(5):
        score = split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed)
        rows = rows + [[share, seed, score]]
ratios = pd.DataFrame(rows, columns=["test_share", "seed", "test_score"])
mean_scores = ratios.groupby(by="test_share")["test_score"].apply(np.mean)

# %% conclusion
best_share = max(mean_scores.index, key=lambda share: mean_scores[share])
worst_case, best_case = mean_scores[0.9], mean_scores[0.2]
trend = "better" if worst_case - best_case >= 0.01 else "worse" if best_case - worst_case >= 0.01 else "unchanged"
