# title: prints to stderr and warns in cells and when the test asks: right is right
# exercise: Exercise 3
# peers: no
# shows: to stderr

# %% rescale
import os
import sys
import warnings

print("to stderr", file=sys.stderr)
os.write(2, b"to descriptor 2")


def rescale(values):
    print("to stderr", file=sys.stderr)
    sys.__stderr__.write("to the real stderr")
    warnings.warn("asked")
    return (np.array(values) - np.mean(values)) / 2
