# title: takes memory in a thread while the cell waits for it
# exercise: Exercise 1
# peers: no
# shows: MemoryError

# %% total
import threading

total = int(table["y"].sum())


def take():
    hoard = []
    while True:
        hoard.append(np.ones(2**20))


thread = threading.Thread(target=take)
thread.start()
thread.join()
