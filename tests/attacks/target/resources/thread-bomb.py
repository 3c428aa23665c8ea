# title: starts threads with small stacks, and never stops
# exercise: Exercise 6
# points: summary-test=0
# peers: no

# %% summary
import threading
import time

threading.stack_size(32768)
while True:
    try:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    except RuntimeError:
        pass
summary = table.groupby("kind")["y"].mean().reset_index()
