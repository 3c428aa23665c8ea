# title: StandardScaler and the default solver with a larger learning rate, loops and lists
# exercise: Exercise 4

# %% split
SEED = 0
np.random.seed(SEED)
shuffled = np.random.permutation(len(stars))
n_test = int(round(0.2 * len(stars)))
test_rows, train_rows = shuffled[:n_test], shuffled[n_test:]
X_train = stars.iloc[train_rows][["Size", "Temperature"]]
X_test = stars.iloc[test_rows][["Size", "Temperature"]]
y_train = stars["A_M"].iloc[train_rows]
y_test = stars["A_M"].iloc[test_rows]

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    scaled_network = make_pipeline(
        StandardScaler(),
        MLPRegressor(
            hidden_layer_sizes=(50, 50), activation="tanh", learning_rate_init=0.01, max_iter=2000, random_state=SEED
        ),
    )
    return scaled_network.fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = r2_score(y_train, model.predict(X_train))
test_score = r2_score(y_test, model.predict(X_test))
print(train_score, test_score, "gap", train_score - test_score)

# %% split-score
def split_score(X, y, test_share, seed):
    parts = train_test_split(X, y, test_size=test_share, random_state=seed)
    quick = make_pipeline(
        StandardScaler(), MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", max_iter=300, random_state=seed)
    )
    quick.fit(parts[0], parts[2])
    return r2_score(parts[3], quick.predict(parts[1]))

# %% ratios
test_shares, seeds_used, found = [], [], []
for share in (0.2, 0.4, 0.8):
    for seed in (11, 12, 13, 14, 15, 16):
        test_shares.append(share)
        seeds_used.append(seed)
        found.append(split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed))
ratios = pd.DataFrame({"test_share": test_shares, "seed": seeds_used, "test_score": found})
means = {}
for share in (0.8, 0.4, 0.2):
    means[share] = ratios.loc[ratios.test_share == share, "test_score"].mean()
mean_scores = pd.Series(means)

# %% conclusion
best_share = max(means, key=means.get)
gain = means[0.8] - means[0.2]
trend = "unchanged" if -0.01 < gain < 0.01 else ("better" if gain > 0 else "worse")
