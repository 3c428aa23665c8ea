# title: rows drawn with Python's own random module, plain lists and while loops
# exercise: Exercise 4

# %% split
import random

SEED = 0
random.seed(SEED)
numbers = list(range(len(stars)))
chosen = []
while len(chosen) < len(stars) // 5:
    number = random.choice(numbers)
    numbers.remove(number)
    chosen.append(number)
X_train = pd.DataFrame({"Temperature": [stars["Temperature"][n] for n in numbers], "Size": [stars["Size"][n] for n in numbers]})
X_test = pd.DataFrame({"Temperature": [stars["Temperature"][n] for n in chosen], "Size": [stars["Size"][n] for n in chosen]})
y_train = pd.Series([stars["A_M"][n] for n in numbers])
y_test = pd.Series([stars["A_M"][n] for n in chosen])

# %% fit-regressor
from sklearn.preprocessing import MaxAbsScaler

SEED = 0


def fit_regressor(X_train, y_train):
    octaves = FunctionTransformer(lambda values: np.log2(values))
    network = MLPRegressor(hidden_layer_sizes=[20, 10], activation="tanh", solver="lbfgs", alpha=0.01, max_iter=600, random_state=SEED)
    return make_pipeline(octaves, MaxAbsScaler(), network).fit(X_train.values, y_train.values)

# %% model
model = fit_regressor(X_train, y_train)
train_score = r2_score(y_true=y_train, y_pred=model.predict(X_train.values))
test_score = r2_score(y_true=y_test, y_pred=model.predict(X_test.values))

# %% split-score
def split_score(X, y, test_share, seed):
    order = list(range(len(X)))
    random.Random(seed).shuffle(order)
    n_test = round(test_share * len(X))
    test, train = order[:n_test], order[n_test:]
    model = fit_regressor(X.iloc[train], y.iloc[train])
    return r2_score(y.iloc[test], model.predict(X.iloc[test].values))

# %% ratios
ratios = pd.DataFrame()
for share in [0.2, 0.4, 0.6]:
    seed = 0
    while seed < 5:
        one = {"test_share": share, "seed": seed, "test_score": split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed)}
        ratios = pd.concat([ratios, pd.DataFrame([one])], ignore_index=True)
        seed += 1
means = []
for share in [0.2, 0.4, 0.6]:
    total = 0
    count = 0
    for i in range(len(ratios)):
        if ratios["test_share"][i] == share:
            total += ratios["test_score"][i]
            count += 1
    means.append(total / count)
mean_scores = pd.Series(means, index=[0.2, 0.4, 0.6])

# %% conclusion
best_share = [0.2, 0.4, 0.6][means.index(max(means))]
if means[2] - means[0] > 0.01:
    trend = "better"
elif means[0] - means[2] > 0.01:
    trend = "worse"
else:
    trend = "unchanged"
