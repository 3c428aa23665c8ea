# title: a loop without an end that catches every interruption, with its signals blocked
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# peers: no
# cost: long

# %% total
import signal

signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
total = int(table["y"].sum())
