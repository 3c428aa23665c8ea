# title: takes memory by arrays of ones, all kept, and touches every page
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=memory
# shows: MemoryError
# peers: no

# %% summary
hoard = []
while True:
    hoard.append(np.ones(5 * 2**20))
summary = table.groupby("kind")["y"].mean().reset_index()
