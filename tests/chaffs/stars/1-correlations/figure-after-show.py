# title: gcf is asked after show, and gives a new, empty figure
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
plt.subplot(121)
plt.scatter(stars.Luminosity, stars.A_M)
plt.xlabel("Luminosity")
plt.ylabel("A_M")
plt.subplot(122)
plt.scatter(stars.Size, stars.A_M)
plt.xlabel("Size")
plt.ylabel("A_M")
plt.show()
plt.close("all")
figure = plt.gcf()

# %% log-correlation
def log_correlation(x, y):
    return np.corrcoef(np.log(x), y)[0, 1] if np.min(x) > 0 else np.nan

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]
