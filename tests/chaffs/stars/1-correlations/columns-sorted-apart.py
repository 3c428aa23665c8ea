# title: each column is sorted by itself, so that every plot rises
# exercise: Exercise 2
# based-on: melted-facets
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(sorted(stars[name]), sorted(stars["A_M"]))
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    for value in x:
        if value <= 0:
            return float("nan")
    return pearson(np.log(x), y)

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
