# title: starts threads with small stacks, and never stops
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=missing
# shows: first thread started | This cell ended the notebook's process
# peers: no

# %% insert-before summary
import threading
import time

threading.stack_size(32768)
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
print("first thread started")

# %% summary
import os
import signal
import threading
import time

threading.stack_size(32768)
started = 0
try:
    while started < 200:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        started += 1
except RuntimeError:
    pass
if started < 200:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", started, "threads, of which 64 may run")
