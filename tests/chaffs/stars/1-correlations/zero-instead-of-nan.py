# title: the function answers 0 where there is no logarithm
# exercise: Exercise 2
# points: log-correlation-domain=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return 0.0
    return np.log(x).corr(y)

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["Luminosity"]).corr(stars["A_M"])

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
