# title: SystemExit inside the function: the process lives on
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
import sys


def log_correlation(x, y):
    sys.exit(0)
