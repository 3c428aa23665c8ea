# title: waits for a lock of its own, for a thread that waits for it, and for a condition
# exercise: Exercise 1
# raises: KeyboardInterrupt
# points: total-test=0, kinds-test=0
# verdicts: total-test=timeout, kinds-test=timeout
# peers: no
# cost: long

# %% total
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
total = int(table["y"].sum())

# %% kinds
threading.Thread(target=lock.acquire).start()
condition = threading.Condition()
condition.acquire()
condition.wait()
kinds = ["even", "odd"]
