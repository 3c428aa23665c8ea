# title: a long table and seaborn relplot with one facet for each variable
# exercise: Exercise 2

# %% scatter-plots
long_stars = stars.melt(id_vars=["A_M", "Type"], value_vars=["Luminosity", "Size"])
facets = sns.relplot(
    data=long_stars, x="value", y="A_M", col="variable", hue="Type", height=4,
    facet_kws={"sharex": False, "sharey": False},
)
for name, ax in facets.axes_dict.items():
    ax.set(xlabel=name, ylabel="A_M", xscale="log", title="")
figure = facets.figure

# %% log-correlation
def log_correlation(x, y):
    x = x[x > 0]
    if len(x) < len(y):
        return float("nan")
    return pearson(np.log(x), y)

# %% log-numbers
log_variable = "Luminosity"
r_before = pearson(stars["Luminosity"], stars["A_M"])
r_after = pearson(np.log(stars["Luminosity"]), stars["A_M"])

# %% log-effect
effect = ["weaker", "stronger"][int(abs(r_after) > abs(r_before))]
