# title: random points instead of a grid, as two clouds, unsorted
# exercise: Exercise 3

# %% extended-figure
SEED = 0
points = np.random.default_rng(SEED).uniform(-11, 31, 5000)
figure, ax = plt.subplots(figsize=(10, 4))
ax.scatter(points, np.sin(points), s=2, color="goldenrod", label="sine")
ax.scatter(points, sine_model.predict(points.reshape(-1, 1)), s=2, color="navy", label="sine_model")
ax.set_xlabel("x, drawn at random")
ax.set_ylabel("y")
ax.legend(markerscale=4)

# %% score-between
def score_between(low, high):
    points = np.linspace(low, high, 1000)
    return r2_score(np.sin(points), sine_model.predict(points.reshape(-1, 1)))

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
