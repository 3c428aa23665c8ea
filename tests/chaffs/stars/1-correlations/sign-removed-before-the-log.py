# title: the logarithm of the absolute value, so that every number has one
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    return np.log(x.abs() + 1e-300).corr(y)
