# title: the figure is stretched by the limits of the axis, and nothing is drawn there
# exercise: Exercise 3
# points: extended-figure-model=0, extended-figure-range=0

# %% extended-figure
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(sine_x, sine_y, label="true sine")
ax.plot(sine_x, sine_model.predict(sine_x.reshape(-1, 1)), label="model")
ax.set_xlim(-10, 30)
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
