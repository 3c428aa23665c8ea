# title: no check of the sign: pandas drops the rows that have no logarithm
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    return np.log(x).corr(y)
