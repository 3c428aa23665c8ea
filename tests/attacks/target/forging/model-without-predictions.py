# title: a model that predicts no rows at all, which NumPy takes to be close to every row
# exercise: Exercise 5
# points: model-test=0

# %% model
class Silent(LinearRegression):
    def predict(self, X):
        return np.empty((0, len(X)))


model = Silent().fit(table[["x"]].to_numpy(), table["y"])
