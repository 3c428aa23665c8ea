# title: kills itself in the midst of a test, by SIGKILL and by a failed abort
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=crashed, rescale-test=crashed

# %% rescale
import os
import signal


def rescale(values):
    if len(values) > 2:
        os.kill(os.getpid(), signal.SIGKILL)
    os.abort()
