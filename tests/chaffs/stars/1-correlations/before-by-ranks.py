# title: r_before is Spearman's, r_after is Pearson's
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: log-numbers-test=0

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
    return np.corrcoef(np.log(x), y)[0, 1] if np.min(x) > 0 else np.nan

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"], method="spearman")
r_after = np.log(stars["Luminosity"]).corr(stars["A_M"])
