# title: hard links of one file, of the data, and of what others own
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
import os

number = 0
while True:
    number += 1
    try:
        os.link("numbers.csv", f"link-{number}")
    except OSError:
        pass
total = int(table["y"].sum())
