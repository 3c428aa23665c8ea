# title: all stars in grey and again by type, regression line of seaborn on top
# exercise: Exercise 2

# %% scatter-plots
figure, axs = plt.subplots(ncols=2, figsize=(12, 5), layout="constrained")
for ax, var in zip(axs.ravel(), ("Luminosity", "Size")):
    ax.scatter(stars[var], stars["A_M"], color="lightgrey", s=80)
    sns.scatterplot(stars, x=var, y="A_M", hue="Type", ax=ax, palette="colorblind")
    sns.regplot(stars, x=var, y="A_M", ax=ax, scatter_kws={"s": 2}, line_kws={"color": "k"})
    ax.set_title("HELP why is it so curved")

# %% log-correlation
import scipy.stats


def log_correlation(x, y):
    is_ok = sum(x <= 0) == 0
    if is_ok:
        return scipy.stats.pearsonr(np.log(x), y)[0]
    else:
        return float("nan")

# %% log-numbers
log_variable = "Luminosity"
r_before = scipy.stats.pearsonr(stars["Luminosity"], stars["A_M"]).statistic
r_after = scipy.stats.pearsonr(np.log(stars["Luminosity"]), stars["A_M"]).statistic

# %% log-effect
if abs(r_after) > abs(r_before):
    effect = "stronger"
if abs(r_after) < abs(r_before):
    effect = "weaker"
