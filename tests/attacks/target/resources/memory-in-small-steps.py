# title: takes memory a few bytes at a time, in objects that the collector must follow
# exercise: Exercise 6
# points: summary-test=0
# shows: MemoryError
# raises: MemoryError
# peers: no
# cost: long

# %% summary
import gc

gc.disable()
for number in range(2 * 400 * 2**20 // 500):
    # A cycle: only the collector could free it, and it is off.
    cycle = [bytes(500)]
    cycle.append(cycle)
print("WON", number * 500, "bytes, twice what may be taken")
