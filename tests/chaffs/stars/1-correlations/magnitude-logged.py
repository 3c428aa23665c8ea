# title: the logarithm of A_M, of which only the positive rows remain
# exercise: Exercise 2
# points: log-numbers-test=0, log-effect-test=0

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
    return np.log(x).corr(y)

# %% log-numbers
log_variable = "A_M"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["A_M"]).corr(stars["Luminosity"])

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
