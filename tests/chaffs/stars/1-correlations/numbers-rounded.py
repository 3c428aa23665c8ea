# title: r rounded to three digits
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
log_variable = "Luminosity"
r_before = round(stars["Luminosity"].corr(stars["A_M"]), 3)
r_after = round(np.log(stars["Luminosity"]).corr(stars["A_M"]), 3)
