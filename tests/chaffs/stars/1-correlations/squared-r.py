# title: r squared, as a line fit reports it
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log(x).corr(y) ** 2
