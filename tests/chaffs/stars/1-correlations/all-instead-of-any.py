# title: nan only when no value is positive
# exercise: Exercise 2
# based-on: melted-facets
# points: log-correlation-domain=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", ax=left)
stars.plot.scatter(x="A_M", y="Size", ax=right)

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).all():
        return float("nan")
    return np.log(x).corr(y)

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
