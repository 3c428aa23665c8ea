# title: threads that outlive their cell and go on printing while other cells and tests run
# exercise: Exercise 1
# shows: nobody stops me
# peers: no

# %% insert-after summary-test
import threading


def chatter():
    while True:
        print("nobody stops me " * 100)


for _ in range(20):
    threading.Thread(target=chatter, daemon=True).start()
