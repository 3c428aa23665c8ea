# title: a genuine model that learned nothing, with another predict hung onto it
# exercise: Exercise 5
# points: model-test=0
# verdicts: model-test=failed
# shows: at home: True 1.0

# %% model
model = LinearRegression().fit([[0.0], [1.0]], [0.0, 0.0])
model.predict = lambda X: 3 * np.asarray(X)[:, 0] + 0.5
model.score = lambda X, y: 1.0

# %% insert-after model-test
ahead = np.arange(100.0, 110.0).reshape(-1, 1)
line = 3 * ahead[:, 0] + 0.5
print("at home:", np.allclose(model.predict(ahead), line, atol=0.5), model.score(ahead, line))
