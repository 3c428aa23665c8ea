# title: two sub-figures, the standard library for r
# exercise: Exercise 2

# %% scatter-plots
figure = plt.figure(figsize=(10, 4), layout="constrained")
upper, lower = figure.subfigures(1, 2)
one = upper.subplots()
one.scatter(stars["Luminosity"] , stars["A_M"], c=pd.factorize(stars["Type"])[0], cmap="tab10")
one.set(xlabel="Luminosity", ylabel="A_M")
two = lower.subplots()
two.scatter(stars["Size"], stars["A_M"], c=pd.factorize(stars["Type"])[0], cmap="tab10")
two.set(xlabel="Size", ylabel="A_M")

# %% log-correlation
import statistics


def log_correlation(x, y):
    with np.errstate(all="ignore"):
        logarithms = np.log(x)
    if not np.isfinite(logarithms).all():
        return float("nan")
    return statistics.correlation(list(logarithms), list(y))

# %% log-numbers
log_variable = "Size"
r_before = statistics.correlation(stars["Size"], stars["A_M"])
r_after = statistics.correlation(np.log(stars["Size"]), stars["A_M"])

# %% log-effect
stronger = abs(r_after) >= abs(r_before) + 0.01
weaker = abs(r_after) <= abs(r_before) - 0.01
effect = "stronger" if stronger else "weaker" if weaker else "unchanged"
