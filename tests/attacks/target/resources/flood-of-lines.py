# title: prints for ever, line by line
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=timeout
# shows: the rest of this cell's output was left out
# peers: no

# %% total
while True:
    print("flood")
total = int(table["y"].sum())
