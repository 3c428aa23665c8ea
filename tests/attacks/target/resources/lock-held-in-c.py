# title: a call of the C library's that never comes back and keeps Python's lock
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# peers: no
# cost: long

# %% total
import ctypes
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGINT})
ctypes.PyDLL(None).pause()
total = int(table["y"].sum())
