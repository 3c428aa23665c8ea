# title: the second result of pearsonr, which is its p-value
# exercise: Exercise 2
# based-on: melted-facets
# points: log-correlation-value=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", ax=left)
stars.plot.scatter(x="A_M", y="Size", ax=right)

# %% log-correlation
from scipy.stats import pearsonr


def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    r, p = pearsonr(np.log(x), y)
    return p

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
