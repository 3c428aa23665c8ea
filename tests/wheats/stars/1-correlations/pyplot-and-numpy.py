# title: pyplot's current axes, logarithmic scale, np.corrcoef and log10
# exercise: Exercise 2

# %% scatter-plots
plt.figure(figsize=(10, 4))

plt.subplot(1, 2, 1)
plt.scatter(stars.Size, stars.A_M, c="tab:blue", alpha=0.5)
plt.xscale("log")
plt.xlabel("Size (solar radii)")
plt.ylabel("A_M (mag)")

plt.subplot(1, 2, 2)
plt.scatter(stars.Luminosity, stars.A_M, c="tab:orange", alpha=0.5)
plt.xscale("log")
plt.gca().invert_yaxis()
plt.xlabel("Luminosity (Suns)")
plt.ylabel("A_M (mag)")

figure = plt.gcf()

# %% log-correlation
def log_correlation(x, y):
    if np.min(x) <= 0:
        return np.nan
    return np.corrcoef(np.log10(x), y)[0, 1]

# %% log-numbers
log_variable = "Luminosity"
r_before = np.corrcoef(stars.Luminosity, stars.A_M)[0][1]
r_after = np.corrcoef(np.log10(stars.Luminosity), stars.A_M)[0][1]
print(r_before, r_after)

# %% log-effect
# |r| is larger now
effect = "stronger"
