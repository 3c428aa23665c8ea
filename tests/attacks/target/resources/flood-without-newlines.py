# title: writes to both streams in turn without a newline, then one line of 60 MB
# exercise: Exercise 1
# shows: the rest of this cell's output was left out
# peers: no

# %% total
import sys

total = int(table["y"].sum())
for _ in range(100000):
    sys.stdout.write("out")
    sys.stderr.write("err")
sys.stdout.write("x" * 60_000_000)
sys.__stdout__.write("y" * 60_000_000)
