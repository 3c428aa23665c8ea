# title: a model whose predict never comes back
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=timeout
# peers: no

# %% model
class Slow(LinearRegression):
    def predict(self, X):
        while True:
            pass


model = Slow().fit(table[["x"]].to_numpy(), table["y"])
model.predict = model.predict
