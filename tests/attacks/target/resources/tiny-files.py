# title: a million empty files
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=missing
# shows: first file made | This cell ended the notebook's process
# peers: no

# %% insert-before total
open("first", "w").close()
print("first file made")

# %% total
import os
import signal
import time

made = 0
try:
    while made < 4500:
        open(f"small-{made}", "w").close()
        made += 1
except OSError:
    pass
if made < 4500:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", made, "files, of which two thousand may be made")
