# title: helper functions in cells that were added, figure drawn by a function
# exercise: Exercise 2

# %% insert-before scatter-plots
import matplotlib as mpl

mpl.rcParams["axes.labelsize"] = 13


def my_scatter(axes, x, y, **options):
    axes.scatter(stars[x], stars[y], **options)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return axes

# %% scatter-plots
with plt.style.context("ggplot"):
    figure, (links, rechts) = plt.subplots(1, 2, figsize=(9, 4))
    my_scatter(links, "A_M", "Luminosity", c="teal").set_yscale("symlog")
    my_scatter(rechts, "A_M", "Size", c="crimson", marker="*").set_yscale("log")
    figure.subplots_adjust(wspace=0.35)

# %% insert-before log-correlation
def is_positive(values):
    return bool(np.all(np.asarray(values) > 0))


def center(values):
    return values - np.mean(values)

# %% log-correlation
def log_correlation(x, y):
    if not is_positive(x):
        return float("nan")
    a = center(np.log(x.to_numpy()))
    b = center(y.to_numpy())
    return (a @ b) / np.sqrt((a @ a) * (b @ b))

# %% insert-after log-correlation
log_correlation(stars["A_M"], stars["Size"])  # nan, as it should be

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])

# %% insert-after log-numbers
r_after = log_correlation(stars["Luminosity"], stars["A_M"])
print("before", r_before, "after", r_after)

# %% log-effect
effect = "unchanged" if np.isclose(abs(r_after), abs(r_before), rtol=0, atol=0.01) else "stronger" if abs(r_after) > abs(r_before) else "weaker"
