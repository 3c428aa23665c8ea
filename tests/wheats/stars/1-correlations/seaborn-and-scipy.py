# title: seaborn on logarithmic axes coloured by type, scipy's pearsonr
# exercise: Exercise 2

# %% scatter-plots
from scipy import stats

figure, axes = plt.subplots(1, 2, figsize=(12, 5))
for position, variable in enumerate(["Luminosity", "Size"]):
    axes[position].set_xscale("log")
    sns.scatterplot(data=stars, x=variable, y="A_M", hue="Type", style="Type", ax=axes[position], legend=position == 1)
sns.move_legend(axes[1], "upper left", bbox_to_anchor=(1, 1))
plt.show()

# %% log-correlation
def log_correlation(x, y):
    """Pearson's r of ln(x) with y."""
    if any(value <= 0 for value in x):
        return float("nan")
    r, p = stats.pearsonr(np.log(x), y)
    return r

# %% log-numbers
log_variable, other = "Luminosity", "A_M"
r_before, _ = stats.pearsonr(stars[log_variable], stars[other])
r_after, _ = stats.pearsonr(np.log(stars[log_variable]), stars[other])

# %% log-effect
effect = "weaker"
if abs(r_before) < abs(r_after):
    effect = "stronger"
