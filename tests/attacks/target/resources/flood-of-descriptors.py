# title: writes to descriptors 1 and 2, past Python
# exercise: Exercise 1
# shows: written 300 times
# peers: no

# %% total
import os

total = int(table["y"].sum())
for _ in range(300):
    os.write(1, bytes(2**20))
    os.write(2, b"\n" * 2**20)
print("written 300 times")
