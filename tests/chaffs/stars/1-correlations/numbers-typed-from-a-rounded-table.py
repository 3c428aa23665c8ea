# title: both numbers are typed as a table shows them, with three digits
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
# stars.corr(numeric_only=True).round(3) says:
log_variable = "Size"
r_before = -0.551
r_after = -0.894

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
