# title: the cosine is drawn as the truth, and compared with
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-sine=0, score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.cos(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.cos(x), sine_model.predict(x.reshape(-1, 1)))

# %% conclusion
where_it_fails = "everywhere"
remedy = "C"
