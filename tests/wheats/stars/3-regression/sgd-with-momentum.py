# title: plain gradient descent with momentum on scaled values, an adaptive rate, many prints
# exercise: Exercise 4

# %% split
SEED = 0
gen = np.random.default_rng(seed=SEED)
mask = gen.permutation(np.arange(len(stars)) % 5 == 0)
X_train, X_test = stars[~mask][["Temperature", "Size"]], stars[mask][["Temperature", "Size"]]
y_train, y_test = stars[~mask]["A_M"], stars[mask]["A_M"]

# %% fit-regressor
SEED = 0


def make_network():
    network = MLPRegressor()
    network.set_params(hidden_layer_sizes=(30,), activation="tanh", solver="sgd", learning_rate="adaptive")
    network.set_params(learning_rate_init=0.005, momentum=0.9, max_iter=600, batch_size=40, random_state=SEED)
    return network


def fit_regressor(X_train, y_train):
    chain = make_pipeline(FunctionTransformer(np.log10), StandardScaler(), make_network())
    chain.fit(X_train, y_train)
    print("iterations:", chain[-1].n_iter_)
    return chain

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% split-score
def split_score(X, y, test_share, seed):
    pieces = train_test_split(X, y, test_size=test_share, random_state=seed)
    learner = make_pipeline(
        FunctionTransformer(np.log10), StandardScaler(),
        MLPRegressor(hidden_layer_sizes=(10,), activation="tanh", solver="lbfgs", alpha=0.1, max_iter=300, random_state=seed + 1),
    )
    return learner.fit(*pieces[::2]).score(*pieces[1::2])

# %% ratios
from functools import partial

scorer = partial(split_score, stars[["Temperature", "Size"]], stars["A_M"])
ratios = pd.DataFrame([(a, b, scorer(a, b)) for b in range(6) for a in (0.9, 0.2, 0.5)], columns="test_share seed test_score".split())
mean_scores = ratios.sort_values("test_share").groupby("test_share")["test_score"].agg("mean")

# %% conclusion
best_share = mean_scores.nlargest(1).index.item()
step = mean_scores.diff().sum()
trend = "unchanged" if abs(step) < 0.01 else ("worse", "better")[int(step > 0)]
