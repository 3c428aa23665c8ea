# title: a genuine model that learned nothing, with another predict hung onto it
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=failed

# %% model
model = LinearRegression().fit([[0.0], [1.0]], [0.0, 0.0])
model.predict = lambda X: 3 * np.asarray(X)[:, 0] + 0.5
model.score = lambda X, y: 1.0
