# title: stops itself by SIGSTOP, so that it neither works nor ends
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# peers: no

# %% total
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
total = int(table["y"].sum())
