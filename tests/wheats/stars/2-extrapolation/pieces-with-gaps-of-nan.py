# title: drawn from right to left, one line with nan between the ranges, a grey key for the training data
# exercise: Exercise 3

# %% extended-figure
pieces = [np.linspace(30, 20, 101), [np.nan], np.linspace(20, 0, 201), [np.nan], np.linspace(0, -10, 101)]
x = np.concatenate(pieces)
known = ~np.isnan(x)
y = np.full_like(x, np.nan)
y[known] = sine_model.predict(x[known].reshape(-1, 1))
figure, ax = plt.subplots(figsize=(9, 4))
(the_truth,) = ax.plot(x, np.sin(x), color="0.3")
(the_guess,) = ax.plot(x, y, color="crimson")
trained = ax.fill_betweenx([-3, 3], 0, 20, color="0.9")
ax.legend(handles=[the_guess, the_truth, trained], labels=["model", "sine", "training range"])
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.invert_xaxis()

# %% score-between
def score_between(low, high):
    """R2 by its definition, in one go."""
    x = np.linspace(high, low, 1000)
    return (lambda t, p: 1 - ((t - p) @ (t - p)) / ((t - t.mean()) @ (t - t.mean())))(
        np.sin(x), sine_model.predict(x.reshape(-1, 1))
    )

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
