# title: plt.xlabel and plt.ylabel labelled the last plot, the one of the errors
# exercise: Exercise 3
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
guess = sine_model.predict(x.reshape(-1, 1))
figure, (ax, below) = plt.subplots(2, 1, figsize=(10, 6))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, guess, label="model")
ax.legend()
below.plot(x, guess - np.sin(x), color="black")
plt.xlabel("x")
plt.ylabel("y")

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
