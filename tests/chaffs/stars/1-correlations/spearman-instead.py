# title: Spearman's rank correlation, which no logarithm can change
# exercise: Exercise 2
# points: log-correlation-value=0, log-numbers-test=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log(x).corr(y, method="spearman")

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = log_correlation(stars["Luminosity"], stars["A_M"])

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
