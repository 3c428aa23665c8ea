# title: os._exit in the last cell: what was graded before stands
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-effect-test=0
# verdicts: log-effect-test=crashed

# %% log-effect
import os

os._exit(0)
effect = "stronger"
