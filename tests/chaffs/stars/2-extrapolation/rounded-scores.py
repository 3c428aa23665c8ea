# title: the scores were rounded to two digits, which makes the inner one a perfect 1
# exercise: Exercise 3
# points: scores-inside=0

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
score_inside = round(score_between(0, 20), 2)
score_left = round(score_between(-10, 0), 2)
score_right = round(score_between(20, 30), 2)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
