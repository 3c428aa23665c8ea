# title: everything is in the first cell, the others say so
# exercise: Exercise 3

# %% extended-figure
def f(x):
    return np.sin(x)


def g(x):
    return sine_model.predict(x.reshape(-1, 1))


def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(f(x), g(x))


x = np.linspace(-10, 30, 1000)
figure, ax = plt.subplots()
ax.plot(x, f(x), lw=3)
ax.plot(x, g(x))
ax.legend(["f: the true sine", "g: the model"])
ax.set_xlabel("x")
ax.set_ylabel("f and g")
score_inside, score_left, score_right = score_between(0, 20), score_between(-10, 0), score_between(20, 30)
where_it_fails, remedy = "outside", "C"

# %% score-between
# see above

# %% scores
print(score_inside, score_left, score_right)

# %% conclusion
print(where_it_fails, remedy)
