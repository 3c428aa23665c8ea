# title: both numbers are typed as a table shows them, with three digits
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

# %% log-numbers
# stars.corr(numeric_only=True).round(3) says:
log_variable = "Size"
r_before = -0.551
r_after = -0.894
