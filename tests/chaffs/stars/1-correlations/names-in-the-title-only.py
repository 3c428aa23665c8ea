# title: the title names the columns, the axes do not
# exercise: Exercise 2
# based-on: melted-facets
# points: scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_title(f"{name} against A_M")
    ax.set_xlabel("x")
    ax.set_ylabel("y")

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
