# title: an object that can be called serves as the function, a class keeps the numbers
# exercise: Exercise 2

# %% scatter-plots
class Panel:
    """One scatter plot."""

    def __init__(self, axes, x, y="A_M"):
        self.axes, self.x, self.y = axes, x, y

    def draw(self, table):
        self.axes.scatter(table[self.x], table[self.y], facecolors="none", edgecolors="tab:purple")
        self.axes.set_xlabel(self.x)
        self.axes.set_ylabel(self.y)


figure = plt.figure()
for at, x in enumerate(["Size", "Luminosity"], start=1):
    Panel(figure.add_subplot(1, 2, at), x).draw(stars)

# %% log-correlation
class LogCorrelation:
    def __init__(self, log=np.log):
        self.log = log

    def __call__(self, x, y):
        x = np.asarray(x, dtype=float)
        return float(np.corrcoef(self.log(x), y)[0, 1]) if np.all(x > 0) else float("nan")


log_correlation = LogCorrelation(np.log10)

# %% log-numbers
from types import SimpleNamespace

result = SimpleNamespace(variable="Luminosity", partner="A_M")
result.before = float(np.corrcoef(stars[result.variable], stars[result.partner])[0, 1])
result.after = log_correlation(stars[result.variable], stars[result.partner])
log_variable, r_before, r_after = result.variable, result.before, result.after

# %% log-effect
match np.sign(round(abs(r_after) - abs(r_before), 2)):
    case 1.0:
        effect = "stronger"
    case -1.0:
        effect = "weaker"
    case _:
        effect = "unchanged"
