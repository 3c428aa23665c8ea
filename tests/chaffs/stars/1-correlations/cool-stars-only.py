# title: the numbers describe the cool stars only
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
cool = stars[stars["Temperature"] < 10000]
log_variable = "Luminosity"
r_before = cool["Luminosity"].corr(cool["A_M"])
r_after = np.log(cool["Luminosity"]).corr(cool["A_M"])

# %% log-effect
effect = "stronger"
