# title: r squared is stored instead of r
# exercise: Exercise 2
# points: log-numbers-test=0

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
r_before = stars["Luminosity"].corr(stars["A_M"]) ** 2
r_after = np.log(stars["Luminosity"]).corr(stars["A_M"]) ** 2

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
