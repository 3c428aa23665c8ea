# title: no seed anywhere but in split_score: each run is another one
# exercise: Exercise 4

# %% split
X_train, X_test, y_train, y_test = train_test_split(stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2)

# %% fit-regressor
def fit_regressor(X_train, y_train):
    return make_pipeline(
        StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500),
    ).fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
train_score, test_score

# %% split-score
def split_score(X, y, test_share, seed):
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=test_share, random_state=seed)
    mlp = MLPRegressor(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=seed)
    pipe = make_pipeline(StandardScaler(), mlp)
    pipe.fit(X_tr, y_tr)
    return pipe.score(X_te, y_te)

# %% ratios
ratios = pd.DataFrame(columns=["test_share", "seed", "test_score"])
for share in [0.1, 0.2, 0.5]:
    for seed in [0, 1, 2, 3, 4]:
        s = split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed)
        ratios.loc[len(ratios)] = [share, seed, s]
mean_scores = ratios.groupby("test_share")["test_score"].mean()
mean_scores.plot.bar()
plt.ylabel("mean test R²")
plt.show()

# %% conclusion
best_share = mean_scores.idxmax()
if abs(mean_scores[0.5] - mean_scores[0.1]) < 0.01:
    trend = "unchanged"
elif mean_scores[0.5] < mean_scores[0.1]:
    trend = "worse"
else:
    trend = "better"
