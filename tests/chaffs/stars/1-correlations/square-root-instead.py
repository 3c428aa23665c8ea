# title: the square root instead of the logarithm
# exercise: Exercise 2
# based-on: melted-facets
# points: log-correlation-value=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", ax=left)
stars.plot.scatter(x="A_M", y="Size", ax=right)

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.sqrt(x).corr(y)

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
