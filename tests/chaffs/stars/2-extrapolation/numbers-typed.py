# title: numbers that somebody else got
# exercise: Exercise 3
# points: scores-inside=0, scores-outside=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))

# %% scores
score_inside = 0.998
score_left = -16.9
score_right = -12.0

# %% conclusion
where_it_fails = "outside"
remedy = "C"
