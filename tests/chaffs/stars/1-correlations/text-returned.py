# title: the function returns formatted text instead of a number
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return "nan"
    return f"{np.log(x).corr(y):.6f}"
