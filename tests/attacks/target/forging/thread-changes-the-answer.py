# title: a thread changes the answers all the time, from one look to the next
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# shows: running

# %% total
import threading
import time

total, kinds = 1, ["even"]


def change():
    global total
    for turn in range(20000):
        total = turn % 2 + 1
        kinds[:] = ["even"] if turn % 2 else ["odd", "even"]
        time.sleep(0.0005)


threading.Thread(target=change, daemon=True).start()
print("running")

# %% kinds
print("see above")
