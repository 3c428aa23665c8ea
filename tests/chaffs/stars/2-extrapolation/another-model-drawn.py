# title: a new network is trained on the wider range, and drawn and scored instead
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% extended-figure
wide_x = np.linspace(-10, 30, 400)
wide_model = MLPRegressor(
    hidden_layer_sizes=(30, 30), activation="tanh", solver="lbfgs", max_iter=300, random_state=0
)
wide_model.fit(wide_x.reshape(-1, 1) / 10, np.sin(wide_x))

figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(wide_x, np.sin(wide_x), label="true sine")
ax.plot(wide_x, wide_model.predict(wide_x.reshape(-1, 1) / 10), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), wide_model.predict(x.reshape(-1, 1) / 10))

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
