# title: a thread that signals the main one without end, to a handler that never comes back
# exercise: Exercise 6
# points: summary-test=0
# peers: no
# cost: long

# %% summary
import os
import signal
import threading
import time


def ring(number, frame):
    time.sleep(86400)


def signal_for_ever():
    while True:
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.01)


signal.signal(signal.SIGUSR1, ring)
threading.Thread(target=signal_for_ever, daemon=True).start()
time.sleep(2)
summary = table.groupby("kind")["y"].mean().reset_index()
