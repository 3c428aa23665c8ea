# title: fills the disk with files that are deleted at once, and stay open
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=missing
# shows: first file deleted: 1048576 | This cell ended the notebook's process
# peers: no

# %% insert-before summary
import os

first = os.open("gone", os.O_RDWR | os.O_CREAT | os.O_EXCL)
os.remove("gone")
print("first file deleted:", os.write(first, bytes(2**20)))

# %% summary
import os
import signal
import time

lines = []
try:
    while len(lines) < 6:
        lines.append(os.open("gone", os.O_RDWR | os.O_CREAT | os.O_EXCL))
        os.remove("gone")
        if os.write(lines[-1], bytes(4 * 2**20)) < 4 * 2**20:
            break
except OSError:
    pass
if sum(os.fstat(line).st_size for line in lines) < 24 * 2**20:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON 24 megabytes of a disk, of which eight may be used")
