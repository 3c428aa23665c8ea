# title: zero is refused, negative values are dropped
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if 0 in x.values:
        return float("nan")
    return np.log(x).corr(y)
