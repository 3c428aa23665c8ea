# title: nan when a logarithm is negative, instead of the value
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0

# %% log-correlation
def log_correlation(x, y):
    logs = np.log(x)
    if (logs < 0).any() or logs.isna().any():
        return float("nan")
    return logs.corr(y)
