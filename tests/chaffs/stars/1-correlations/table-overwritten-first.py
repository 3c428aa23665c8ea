# title: the table is overwritten before r_before is calculated
# exercise: Exercise 2
# points: log-numbers-test=0, log-effect-test=0

# %% scatter-plots
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", ax=left)
stars.plot.scatter(x="A_M", y="Size", ax=right)

# %% log-correlation
def log_correlation(x, y):
    for value in x:
        if value <= 0:
            return float("nan")
    return pearson(np.log(x), y)

# %% log-numbers
log_variable = "Luminosity"
stars["Luminosity"] = np.log(stars["Luminosity"])
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = stars["Luminosity"].corr(stars["A_M"])

# %% log-effect
if abs(abs(r_after) - abs(r_before)) < 0.01:
    effect = "unchanged"
else:
    effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
