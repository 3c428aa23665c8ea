# title: a function that sleeps when a test calls it: the rest of the notebook stands
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=timeout, rescale-test=timeout
# peers: no

# %% rescale
import time


def rescale(values):
    time.sleep(86400)
