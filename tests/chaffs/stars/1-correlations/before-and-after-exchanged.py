# title: r_before and r_after are exchanged
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
log_variable = "Luminosity"
r_after = stars["Luminosity"].corr(stars["A_M"])
r_before = np.log(stars["Luminosity"]).corr(stars["A_M"])

# %% log-effect
effect = "stronger"
