# title: the limits of the axes leave the giants out
# exercise: Exercise 2
# based-on: melted-facets
# points: scatter-plots-data=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="Luminosity", y="A_M", ax=left, xlim=(-10, 1000))
stars.plot.scatter(x="Size", y="A_M", ax=right, xlim=(-1, 20))

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
