# title: says that its cell is done while it goes on, so that all later words come one too early
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
import sys
import time

from autograder.execution.words import say

total = 1
frame = sys._getframe()
while "channel" not in frame.f_locals:
    frame = frame.f_back
for _ in range(2):
    say(frame.f_locals["channel"], {"done": True, "error": None})
time.sleep(0.3)
