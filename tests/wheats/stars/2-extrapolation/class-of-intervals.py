# title: a class with properties and methods, the function only passes on
# exercise: Exercise 3

# %% extended-figure
class Stretch:
    """A piece of the x axis, with the truth and the prediction on it."""

    def __init__(self, start, stop, n=1000):
        self.x = np.linspace(start, stop, n)

    @property
    def truth(self):
        return np.sin(self.x)

    @property
    def prediction(self):
        return sine_model.predict(np.expand_dims(self.x, 1))

    def draw(self, ax):
        ax.plot(self.x, self.truth, "--", label="Sine")
        ax.plot(self.x, self.prediction, "-", label="MLP model")
        return ax

    def r2(self):
        return r2_score(self.truth, self.prediction)


figure = plt.figure()
ax = Stretch(-15, 35, 2500).draw(figure.add_subplot(1, 1, 1))
ax.set(xlabel="x (radians)", ylabel="value", title="Sine or not?")
ax.legend()

# %% score-between
def score_between(low, high):
    return Stretch(low, high).r2()

# %% scores
inside, left, right = Stretch(0, 20), Stretch(-10, 0), Stretch(20, 30)
score_inside = inside.r2()
score_left = left.r2()
score_right = right.r2()

# %% conclusion
where_it_fails = "outside"
remedy = "C"
