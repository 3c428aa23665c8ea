# title: the function answers 0 where there is no logarithm
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return 0.0
    return np.log(x).corr(y)
