# title: the logarithm of r instead of r of the logarithm
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log(abs(x.corr(y)))
