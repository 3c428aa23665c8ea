# title: ends the process with exit code 0 before the work is done
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=crashed
# noticed: process-ended

# %% total
import os

total = 1
os._exit(0)
