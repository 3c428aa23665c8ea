# title: the name is Size, the numbers are those of Luminosity
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
log_variable = "Size"
r_before = stars["Luminosity"].corr(stars["A_M"])
r_after = np.log(stars["Luminosity"]).corr(stars["A_M"])
