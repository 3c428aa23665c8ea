# title: the shortest way; many wrong solutions are this one with a fault
# exercise: Exercise 3

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
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
