# title: folders inside folders until somebody stops it
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=missing
# shows: first folder made | This cell ended the notebook's process
# peers: no

# %% insert-before total
import os

os.makedirs("first/" + "d" * 200)
print("first folder made")

# %% total
import os
import signal
import time

deep = 0
try:
    while deep < 4500:
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
        deep += 1
except OSError:
    pass
if deep < 4500:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", deep, "folders, of which two thousand may be made")
