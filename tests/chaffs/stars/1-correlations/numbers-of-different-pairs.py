# title: r_before of one pair, r_after of the other
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
log_variable = "Luminosity"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["Size"]).corr(stars["A_M"])
