# title: the function looks at the table instead of at its arguments
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
def log_correlation(x, y):
    return np.log(stars["Luminosity"]).corr(stars["A_M"])
