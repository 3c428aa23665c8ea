# title: x is divided by its largest value before the network sees it, as it never was in training
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1) / 30), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1) / 20))
