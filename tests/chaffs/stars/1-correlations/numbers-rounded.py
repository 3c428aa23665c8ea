# title: r rounded to three digits
# exercise: Exercise 2
# points: log-numbers-test=0

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
log_variable = "Luminosity"
r_before = round(stars["Luminosity"].corr(stars["A_M"]), 3)
r_after = round(np.log(stars["Luminosity"]).corr(stars["A_M"]), 3)

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
