# title: stops itself by SIGSTOP, so that it neither works nor ends
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# peers: no

# %% total
import os
import signal
import time

signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))
os.kill(os.getpid(), signal.SIGSTOP)
# The first process of a namespace cannot be stopped so.
while True:
    time.sleep(86400)
total = int(table["y"].sum())
