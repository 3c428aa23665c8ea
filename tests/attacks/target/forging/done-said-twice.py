# title: says that its cell is done while it goes on, so that all later words come one too early
# exercise: Exercise 1
# points: total-test=0
# peers: no
# shows: went on after it was done: True

# %% total
import time

from autograder.execution.words import say

total = 1
for _ in range(2):
    say(get_ipython().sink.emit._channel, {"done": True, "error": None})
time.sleep(0.3)
went_on = True

# %% insert-after total-test
print("went on after it was done:", went_on)
