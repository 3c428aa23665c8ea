# title: ends the notebook by sys.exit before the work is done
# exercise: Exercise 1
# raises: SystemExit
# points: total-test=0
# verdicts: total-test=failed

# %% total
import sys

total = 1
sys.exit(0)
