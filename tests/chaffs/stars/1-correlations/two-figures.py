# title: a figure for each pair, of which only the last one is stored
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
for name in ["Luminosity", "Size"]:
    figure = plt.figure()
    plt.scatter(stars[name], stars["A_M"])
    plt.xlabel(name)
    plt.ylabel("A_M")
    plt.show()

# %% log-correlation
def log_correlation(x, y):
    return np.corrcoef(np.log(x), y)[0, 1] if np.min(x) > 0 else np.nan

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]
