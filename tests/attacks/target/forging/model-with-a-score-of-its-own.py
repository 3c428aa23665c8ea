# title: a subclass whose score is always one, with predictions that are wrong
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=failed

# %% model
class Proud(LinearRegression):
    def score(self, X, y, sample_weight=None):
        return 1.0

    def predict(self, X):
        return np.zeros(len(X))


model = Proud().fit(table[["x"]].to_numpy(), table["y"])
