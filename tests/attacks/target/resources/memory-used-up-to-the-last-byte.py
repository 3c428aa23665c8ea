# title: keeps all memory for good, so that nothing is left for the grader's own code beside it
# exercise: Exercise 2
# raises: MemoryError
# points: rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# peers: no

# %% kinds
kinds = ["even", "odd"]
hoard = []
for size in (2**24, 2**20, 2**16, 2**12, 2**8, 2**5):
    try:
        while True:
            hoard.append(bytearray(size))
    except MemoryError:
        pass
