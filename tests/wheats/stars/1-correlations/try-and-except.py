# title: math.log in a try, the error becomes nan
# exercise: Exercise 2

# %% scatter-plots
from math import log, nan

figure, ((ax1, ax2)) = plt.subplots(1, 2, sharey=True, figsize=(10, 5))
ax1.scatter(x="Luminosity", y="A_M", data=stars, marker="x")
ax2.scatter(x="Size", y="A_M", data=stars, marker="+", color="k")
ax1.set_xlabel("Luminosity")
ax1.set_ylabel("A_M")
ax2.set_xlabel("Size")
ax2.set_ylabel("A_M")
for a in figure.axes:
    a.grid(True)
    a.invert_yaxis()

# %% log-correlation
def log_correlation(x, y):
    try:
        logs = x.map(log)
    except ValueError:
        return nan
    return logs.corr(y)

# %% log-numbers
log_variable = "Size"
r_before = stars.Size.corr(stars.A_M)
r_after = log_correlation(stars.Size, stars.A_M)
r_before, r_after

# %% log-effect
effect = "stronger"
