# title: the sign of y is checked instead of that of x
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if (y <= 0).any():
        return float("nan")
    return np.log(x).corr(y)
