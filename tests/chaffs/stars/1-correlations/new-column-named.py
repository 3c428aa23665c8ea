# title: the name of the column that was added for the logarithm
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
stars["log_Size"] = np.log(stars["Size"])
log_variable = "log_Size"
r_before = stars["Size"].corr(stars["A_M"])
r_after = stars["log_Size"].corr(stars["A_M"])

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
