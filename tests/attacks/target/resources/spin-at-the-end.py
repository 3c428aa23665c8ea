# title: sleeps in __del__, in atexit, in a thread that is no daemon and in a hook behind each cell
# exercise: Exercise 1
# shows: it was all set
# peers: no

# %% total
import atexit
import threading
import time

total = int(table["y"].sum())


class Lingering:
    def __del__(self):
        time.sleep(86400)


lingering = Lingering()
lingering.itself = lingering
atexit.register(time.sleep, 86400)
threading.Thread(target=time.sleep, args=(86400,)).start()
print("it was all set")
