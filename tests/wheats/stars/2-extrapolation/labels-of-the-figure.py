# title: supxlabel and supylabel label the figure, as a demonstration above does it
# exercise: Exercise 3

# %% extended-figure
x = np.linspace(-10, 30, 4001)
figure, ax = plt.subplots(figsize=(8, 4), layout="constrained")
ax.plot(x, np.sin(x), ",", color="black", label="sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), ",", color="red", label="model")
figure.supxlabel("x")
figure.supylabel("y")
figure.legend(markerscale=20)

# %% score-between
def score_between(low, high):
    """Return how well the model does from low to high."""
    if not low < high:
        raise ValueError("low must be smaller than high")
    x = np.linspace(low, high, 1000)
    residuals = pd.Series(np.sin(x) - sine_model.predict(x.reshape(-1, 1)))
    around_the_mean = pd.Series(np.sin(x)).sub(np.sin(x).mean())
    return 1 - residuals.pow(2).sum() / around_the_mean.pow(2).sum()

# %% scores
score_left, score_inside, score_right = (score_between(a, a + d) for a, d in ((-10, 10), (0, 20), (20, 10)))

# %% conclusion
fails = np.array([score_inside, score_left, score_right]) < 0
words = {"000": "nowhere", "100": "inside", "011": "outside", "111": "everywhere"}
where_it_fails = words["".join(str(int(each)) for each in fails)]
remedy = "C"
