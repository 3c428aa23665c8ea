# title: takes memory a few bytes at a time, in objects that the collector must follow
# exercise: Exercise 6
# points: summary-test=0
# peers: no
# cost: long

# %% summary
import gc

gc.disable()
while True:
    # A cycle: only the collector could free it, and it is off.
    cycle = [bytes(500)]
    cycle.append(cycle)
summary = table.groupby("kind")["y"].mean().reset_index()
