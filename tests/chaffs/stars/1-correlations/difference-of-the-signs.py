# title: r went down, so it must be weaker, whatever its sign
# exercise: Exercise 2
# points: log-effect-test=0

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
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]

# %% log-effect
if r_after - r_before > 0.01:
    effect = "stronger"
elif r_after - r_before < -0.01:
    effect = "weaker"
else:
    effect = "unchanged"
