# title: a thread that never gives Python's lock back, so that the main one cannot end its cell
# exercise: Exercise 2
# points: kinds-test=0
# verdicts: kinds-test=timeout
# peers: no
# cost: long

# %% kinds
import ctypes
import threading

kinds = ["even", "odd"]


def hold():
    ctypes.PyDLL(None).sleep(86400)


threading.Thread(target=hold, daemon=True).start()
