# title: plot with markers for each type, the formula in plain Python
# exercise: Exercise 2

# %% scatter-plots
import math

figure = plt.figure(figsize=(10, 4))
for number, column in ((1, "Size"), (2, "Luminosity")):
    ax = figure.add_subplot(1, 2, number)
    for kind in stars["Type"].unique():
        part = stars[stars["Type"] == kind]
        ax.plot(part[column], part["A_M"], "o", markersize=4, label=kind)
    ax.semilogx()
    ax.set_xlabel(column)
    ax.set_ylabel("absolute magnitude A_M")
ax.legend(fontsize=8)

# %% log-correlation
def log_correlation(x, y):
    x, y = list(x), list(y)
    if min(x) <= 0:
        return math.nan
    u = [math.log(value) for value in x]
    mu, my = sum(u) / len(u), sum(y) / len(y)
    above = sum((a - mu) * (b - my) for a, b in zip(u, y))
    below = math.sqrt(sum((a - mu) ** 2 for a in u) * sum((b - my) ** 2 for b in y))
    return above / below

# %% log-numbers
log_variable = "Luminosity"
r_before = pearson(stars["Luminosity"], stars["A_M"])
r_after = log_correlation(stars["Luminosity"], stars["A_M"])

# %% log-effect
effect = "stronger"
