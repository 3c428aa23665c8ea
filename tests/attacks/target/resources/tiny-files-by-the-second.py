# title: as many files as may be, and no more, in each of several cells
# exercise: Exercise 1
# peers: no

# %% total
import os

total = int(table["y"].sum())
for number in range(1900):
    os.mkdir(f"folder-{number}")
os.chmod(".", 0)
os.chmod("folder-1", 0)
