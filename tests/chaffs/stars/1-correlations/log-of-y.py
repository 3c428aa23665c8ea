# title: the logarithm of the wrong argument
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return x.corr(np.log(y))
