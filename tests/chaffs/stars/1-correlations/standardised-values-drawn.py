# title: standardised values are drawn instead of those of the file
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
z = stars.select_dtypes("number").apply(lambda v: (v - v.mean()) / v.std())
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(z[name], z["A_M"])
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    return np.corrcoef(np.log(x), y)[0, 1] if np.min(x) > 0 else np.nan

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]
