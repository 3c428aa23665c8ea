# title: threads with stacks of a hundred megabytes each
# exercise: Exercise 1
# shows: refused below 10
# peers: no

# %% total
import threading
import time

total = int(table["y"].sum())

threading.stack_size(100 * 2**20)
running = []
try:
    while len(running) < 10:
        running.append(threading.Thread(target=time.sleep, args=(30,), daemon=True))
        running[-1].start()
    print("WON a gigabyte of stacks")
except RuntimeError:
    print("refused below 10")
threading.stack_size(0)
