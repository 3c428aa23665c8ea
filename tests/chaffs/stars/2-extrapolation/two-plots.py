# title: each curve in a plot of its own
# exercise: Exercise 3
# points: extended-figure-sine=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, axes = plt.subplots(1, 2, figsize=(12, 4))
axes[0].plot(x, np.sin(x), label="sine")
axes[1].plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
for ax in axes:
    ax.set(xlabel="x", ylabel="y")
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
