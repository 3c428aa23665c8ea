# title: a loop without an end in the last cell
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-effect-test=0
# verdicts: log-effect-test=timeout

# %% log-effect
while True:
    pass
effect = "stronger"
