# title: a function that takes all memory whenever a test calls it
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# peers: no

# %% rescale
hoard = []


def rescale(values):
    while True:
        hoard.append(np.ones(2**20))
