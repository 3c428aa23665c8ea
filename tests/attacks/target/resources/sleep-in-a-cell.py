# title: sleeps for a day
# exercise: Exercise 1
# raises: KeyboardInterrupt
# points: total-test=0
# verdicts: total-test=timeout
# peers: no

# %% total
import time

time.sleep(86400)
total = int(table["y"].sum())
