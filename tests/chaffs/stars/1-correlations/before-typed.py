# title: r_before is typed with four digits from an output above, r_after is calculated
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
r_before = -0.6019
r_after = log_correlation(stars["Luminosity"], stars["A_M"])

# %% log-effect
effect = "weaker"
if abs(r_after) > abs(r_before):
    effect = "stronger"
