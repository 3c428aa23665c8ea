# title: subplot mosaic, linregress, the choice made by a search over all variables
# exercise: Exercise 2

# %% scatter-plots
figure, panels = plt.subplot_mosaic([["left", "right"]], figsize=(9, 4))
panels["left"].scatter(stars["A_M"], stars["Size"], s=stars["Temperature"] / 500, alpha=0.4)
panels["right"].scatter(stars["A_M"], stars["Luminosity"], s=stars["Temperature"] / 500, alpha=0.4)
for key, what in {"left": "Size", "right": "Luminosity"}.items():
    panels[key].set_yscale("log")
    panels[key].set_ylabel(what)
    panels[key].set_xlabel("A_M")

# %% log-correlation
from scipy.stats import linregress


def log_correlation(x, y):
    if x.min() > 0:
        return linregress(np.log(x), y).rvalue
    return np.nan

# %% log-numbers
candidates = {}
for name in ("Luminosity", "Size"):
    candidates[name] = log_correlation(stars[name], stars["A_M"])
log_variable = max(candidates, key=lambda name: abs(candidates[name]))
r_after = candidates[log_variable]
r_before = linregress(stars[log_variable], stars["A_M"]).rvalue

# %% log-effect
change = abs(r_after) - abs(r_before)
effect = np.select([change >= 0.01, change <= -0.01], ["stronger", "weaker"], "unchanged").item()
