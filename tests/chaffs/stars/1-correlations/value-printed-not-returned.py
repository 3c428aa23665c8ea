# title: the function prints r and returns nothing
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        print(float("nan"))
    else:
        print(np.log(x).corr(y))
