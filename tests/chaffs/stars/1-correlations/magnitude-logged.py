# title: the logarithm of A_M, of which only the positive rows remain
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0, log-effect-test=0

# %% log-numbers
log_variable = "A_M"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["A_M"]).corr(stars["Luminosity"])
