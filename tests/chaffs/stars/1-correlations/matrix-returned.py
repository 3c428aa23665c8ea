# title: the function returns the whole matrix of np.corrcoef
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: log-correlation-value=0, log-correlation-domain=0

# %% scatter-plots
plt.subplot(121)
plt.scatter(stars.Luminosity, stars.A_M)
plt.xlabel("Luminosity")
plt.ylabel("A_M")
plt.subplot(122)
plt.scatter(stars.Size, stars.A_M)
plt.xlabel("Size")
plt.ylabel("A_M")
figure = plt.gcf()

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return np.full((2, 2), np.nan)
    return np.corrcoef(np.log(x), y)

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]
