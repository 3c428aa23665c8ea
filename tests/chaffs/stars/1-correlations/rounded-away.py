# title: both numbers are rounded to whole ones, and seem unchanged
# exercise: Exercise 2
# based-on: melted-facets
# points: log-effect-test=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", ax=left)
stars.plot.scatter(x="A_M", y="Size", ax=right)

# %% log-correlation
def log_correlation(x, y):
    for value in x:
        if value <= 0:
            return float("nan")
    return pearson(np.log(x), y)

# %% log-effect
before, after = abs(int(r_before)), abs(int(r_after))
effect = "unchanged" if before == after else "stronger"
