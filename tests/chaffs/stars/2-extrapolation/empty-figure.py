# title: plt.gcf() after plt.show(), when the figure is gone
# exercise: Exercise 3
# points: extended-figure-model=0, extended-figure-range=0, extended-figure-sine=0, extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
plt.figure(figsize=(10, 4))
plt.plot(x, np.sin(x), label="true sine")
plt.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
plt.xlabel("x")
plt.ylabel("y")
plt.legend()
plt.show()
figure = plt.gcf()

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
