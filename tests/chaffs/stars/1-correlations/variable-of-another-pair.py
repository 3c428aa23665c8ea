# title: Temperature and A_M, which are not one of the two pairs
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0, log-effect-test=0

# %% log-numbers
log_variable = "Temperature"
r_before = stars["Temperature"].corr(stars["A_M"])
r_after = np.log(stars["Temperature"]).corr(stars["A_M"])
