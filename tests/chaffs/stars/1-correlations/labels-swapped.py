# title: the labels of the x axes stand under the wrong plots
# exercise: Exercise 2
# points: scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
axes[0].scatter(stars["Luminosity"], stars["A_M"])
axes[1].scatter(stars["Size"], stars["A_M"])
axes[0].set_xlabel("Size")
axes[1].set_xlabel("Luminosity")
for ax in axes:
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log(x).corr(y)

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["Luminosity"]).corr(stars["A_M"])

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
