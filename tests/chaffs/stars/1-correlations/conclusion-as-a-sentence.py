# title: a sentence where one of three words was asked for
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-effect-test=0

# %% log-effect
effect = "The correlation becomes stronger."
