# title: a model that changes the test's rows in place while it predicts
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=failed

# %% model
class Levelling(LinearRegression):
    def predict(self, X):
        X[:] = 0.0
        return X[:, 0]


model = Levelling().fit(table[["x"]].to_numpy(), table["y"])
