# title: os._exit inside the function: the parts that do not call it stand
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
import os


def log_correlation(x, y):
    os._exit(0)
