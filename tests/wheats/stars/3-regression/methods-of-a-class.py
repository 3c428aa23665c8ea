# title: everything in a class with methods, and the asked names bound to them
# exercise: Exercise 4

# %% split
from dataclasses import dataclass

from sklearn.preprocessing import MinMaxScaler

SEED = 0


@dataclass
class Experiment:
    features: tuple = ("Temperature", "Size")
    target: str = "A_M"
    neurons: int = 24
    start: int = SEED

    def split(self, table, share):
        shuffled = table.sample(frac=1, random_state=self.start).reset_index(drop=True)
        n_test = round(share * len(shuffled))
        test, train = shuffled.iloc[:n_test], shuffled.iloc[n_test:]
        return train[list(self.features)], test[list(self.features)], train[self.target], test[self.target]

    def fit(self, X, y):
        network = MLPRegressor(
            hidden_layer_sizes=(self.neurons,), activation="tanh", solver="lbfgs", alpha=0.01, max_iter=500, random_state=self.start
        )
        return make_pipeline(FunctionTransformer(np.log10), MinMaxScaler((-1, 1)), network).fit(X, y)

    def score_of_split(self, X, y, test_share, seed):
        X_known, X_new, y_known, y_new = train_test_split(X, y, test_size=test_share, random_state=seed)
        return self.fit(X_known, y_known).score(X_new, y_new)


experiment = Experiment()
X_train, X_test, y_train, y_test = experiment.split(stars, 0.2)

# %% fit-regressor
fit_regressor = experiment.fit

# %% model
model = fit_regressor(X_train, y_train)
train_score, test_score = model.score(X_train, y_train), model.score(X_test, y_test)

# %% split-score
split_score = experiment.score_of_split

# %% ratios
def all_scores():
    for share in 0.2, 0.5, 0.8:
        for seed in range(5):
            yield {
                "test_share": share,
                "seed": seed,
                "test_score": split_score(stars[["Temperature", "Size"]], stars["A_M"], share, seed),
            }


ratios = pd.DataFrame.from_records(list(all_scores()))
mean_scores = pd.Series({share: rows["test_score"].mean() for share, rows in ratios.groupby("test_share")})

# %% conclusion
def conclude(means):
    change = means[means.index.max()] - means[means.index.min()]
    if abs(change) < 0.01:
        return means.idxmax(), "unchanged"
    return means.idxmax(), "better" if change > 0 else "worse"


best_share, trend = conclude(mean_scores)
