# title: log1p, the logarithm of 1 + x, is not the logarithm
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-numbers-test=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log1p(x).corr(y)

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = log_correlation(stars["Luminosity"], stars["A_M"])
