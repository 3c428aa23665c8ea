# title: axes methods, pandas corr, both decided by the data
# exercise: Exercise 2

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set(xlabel=name, ylabel="A_M", title=f"A_M against {name}")
figure.tight_layout()

# %% log-correlation
def log_correlation(x, y):
    if not (x > 0).all():
        return float("nan")
    return np.log(x).corr(y)

# %% log-numbers
log_variable = "Size"
r_before = stars["Size"].corr(stars["A_M"])
r_after = log_correlation(stars["Size"], stars["A_M"])

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
