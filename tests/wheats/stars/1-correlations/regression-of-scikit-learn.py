# title: a pipeline of a logarithm and a straight line, r from its score and its slope
# exercise: Exercise 2

# %% scatter-plots
figure, axes = plt.subplots(2, 2, figsize=(9, 8))
for row, log in enumerate([False, True]):
    for ax, name in zip(axes[row], ["Luminosity", "Size"]):
        ax.scatter(stars[name], stars["A_M"], s=10)
        ax.set_xlabel(name)
        ax.set_ylabel("A_M")
        if log:
            ax.set_xscale("log")
figure.tight_layout()

# %% log-correlation
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer


def log_correlation(x, y):
    if (x <= 0).sum():
        return float("nan")
    column = x.to_frame("x")
    model = make_pipeline(FunctionTransformer(np.log), LinearRegression()).fit(column, y)
    return np.sign(model[-1].coef_[0]) * np.sqrt(model.score(column, y))

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars[["Size", "A_M"]].T)[0, 1]
r_after = log_correlation(stars["Size"], stars["A_M"])

# %% log-effect
effect = "weaker" if abs(r_after) + 0.01 < abs(r_before) else "stronger"
