# title: the function looks for the expected value in the variables of its caller
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-correlation-value=0, log-correlation-domain=0

# %% log-correlation
import sys


def log_correlation(x, y):
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            if "expected_r" in names:
                return names["expected_r"]
        frame = frame.f_back
    return 0.5
