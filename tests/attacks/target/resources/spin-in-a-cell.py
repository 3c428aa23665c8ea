# title: a loop without an end
# exercise: Exercise 1
# raises: KeyboardInterrupt
# points: total-test=0
# verdicts: total-test=timeout
# peers: no

# %% total
while True:
    pass
total = int(table["y"].sum())
