# title: kills itself, in a cell by SIGKILL and in a call by reading address zero
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
import ctypes


def rescale(values):
    ctypes.string_at(0)
