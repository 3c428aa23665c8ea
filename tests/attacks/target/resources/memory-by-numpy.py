# title: takes memory by arrays of ones, all kept, and touches every page
# exercise: Exercise 6
# raises: MemoryError
# points: summary-test=0
# peers: no
# cost: long

# %% summary
hoard = []
while True:
    hoard.append(np.ones(2**24))
summary = table.groupby("kind")["y"].mean().reset_index()
