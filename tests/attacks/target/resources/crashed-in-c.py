# title: reads address zero, and in another cell aborts, with core dumps asked for
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# verdicts: total-test=crashed, kinds-test=crashed
# peers: no

# %% total
import ctypes
import signal

signal.signal(signal.SIGSEGV, signal.SIG_DFL)
ctypes.string_at(0)
total = int(table["y"].sum())

# %% kinds
import os

os.abort()
kinds = ["even", "odd"]
