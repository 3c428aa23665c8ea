# title: fills the folder for files with large ones, and goes on
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=missing
# shows: first file written | This cell ended the notebook's process
# peers: no

# %% insert-before total
with open("first", "wb") as file:
    file.write(bytes(2**20))
print("first file written")

# %% total
import os
import signal
import time

written = 0
try:
    while written < 24:
        with open(f"large-{written}", "wb") as file:
            file.write(bytes(4 * 2**20))
        written += 4
except OSError:
    pass
if written < 24:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", written, "megabytes of a disk, of which eight may be used")
