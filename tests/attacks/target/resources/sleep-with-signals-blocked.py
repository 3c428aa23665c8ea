# title: sleeps for a day with every signal blocked and every exception caught
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# peers: no
# cost: long

# %% total
import signal
import time

signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))
while True:
    try:
        time.sleep(86400)
    except BaseException:
        continue
total = int(table["y"].sum())
