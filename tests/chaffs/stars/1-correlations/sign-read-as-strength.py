# title: r fell from -0.6 to -0.9, read as weaker
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-effect-test=0

# %% log-effect
effect = "stronger" if r_after > r_before else "weaker"
