# title: takes memory in a list that doubles
# exercise: Exercise 1
# raises: MemoryError
# points: total-test=0
# verdicts: total-test=memory
# shows: MemoryError
# peers: no

# %% total
hoard = [0] * 1000
while True:
    hoard += hoard
total = int(table["y"].sum())
