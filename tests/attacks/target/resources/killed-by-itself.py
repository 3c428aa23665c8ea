# title: kills itself, in a cell by SIGKILL and in a call by SIGSEGV
# exercise: Exercise 3
# points: total-test=0, rescale-public=0, rescale-test=0
# verdicts: total-test=crashed, rescale-public=crashed, rescale-test=crashed
# peers: no

# %% total
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
total = int(table["y"].sum())

# %% rescale
import os
import signal


def rescale(values):
    os.kill(os.getpid(), signal.SIGSEGV)
