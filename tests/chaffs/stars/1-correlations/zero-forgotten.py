# title: negative values are refused, zero is nudged to a tiny number
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if (x < 0).any():
        return float("nan")
    return np.log(x.replace(0, 1e-6)).corr(y)
