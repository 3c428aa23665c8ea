# title: rebinds names of the demonstration, and tries a remedy on a small network of its own
# exercise: Exercise 3

# %% extended-figure
sine_x = np.linspace(-10, 30, 2001)
sine_y = sine_model.predict(sine_x.reshape(-1, 1))
figure, (ax, below) = plt.subplots(2, 1, figsize=(10, 6), sharex=True)
ax.plot(sine_x, np.sin(sine_x), lw=4, alpha=0.4, label="what the sine does")
ax.plot(sine_x, sine_y, label="what the model says")
ax.legend()
ax.set_ylabel("y")
ax.set_xlabel("x")
below.plot(sine_x, sine_y - np.sin(sine_x))
below.set_xlabel("x")
below.set_ylabel("error")

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
SEED = 0
wider = np.linspace(-10, 30, 400)
small = MLPRegressor(
    hidden_layer_sizes=(40, 40), activation="tanh", solver="lbfgs", max_iter=300, random_state=SEED
)
small.fit(wider.reshape(-1, 1) / 10 - 1, np.sin(wider))
print("a network with data from everywhere:", small.score(wider.reshape(-1, 1) / 10 - 1, np.sin(wider)))

where_it_fails = "outside" if max(score_left, score_right) < 0 <= score_inside else "nowhere"
remedy = "C"
