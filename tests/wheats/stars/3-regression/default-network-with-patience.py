# title: StandardScaler and a network with all defaults but enough iterations
# exercise: Exercise 4

# %% split
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    stars[["Temperature", "Size"]], stars["A_M"], test_size=0.2, random_state=SEED
)

# %% fit-regressor
SEED = 0


def fit_regressor(X_train, y_train):
    pipe = make_pipeline(StandardScaler(), MLPRegressor(max_iter=1200, random_state=SEED))
    pipe.fit(X_train, y_train)
    return pipe

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)
print("train", train_score)
print("test", test_score)

# %% split-score
def split_score(X, y, test_share, seed):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=test_share, random_state=seed)
    quick_model = make_pipeline(
        StandardScaler(), MLPRegressor(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=seed)
    )
    quick_model.fit(X_train, y_train)
    return quick_model.score(X_test, y_test)

# %% ratios
test_share, seed, test_score = [], [], []
for i in [0.2, 0.4, 0.6, 0.8]:
    for j in range(5):
        test_share.append(i)
        seed.append(j)
        test_score.append(split_score(stars[["Temperature", "Size"]], stars["A_M"], i, j))
ratios = pd.DataFrame({"test_share": test_share, "seed": seed, "test_score": test_score})
mean_scores = ratios.groupby("test_share")["test_score"].mean()
print(mean_scores)

# %% conclusion
best_share = mean_scores.idxmax()
diff = mean_scores[0.8] - mean_scores[0.2]
if abs(diff) < 0.01:
    trend = "unchanged"
elif diff > 0:
    trend = "better"
else:
    trend = "worse"
