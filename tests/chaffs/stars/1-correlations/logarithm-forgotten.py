# title: the function correlates x itself, so nothing changes
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-numbers-test=0, log-effect-test=0

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    log_x = np.log(x)
    return x.corr(y)

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = log_correlation(stars["Luminosity"], stars["A_M"])

# %% log-effect
effect = "unchanged" if r_after == r_before else "stronger"
