# title: a million empty files
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
number = 0
while True:
    number += 1
    try:
        open(f"small-{number}", "w").close()
    except OSError:
        pass
total = int(table["y"].sum())
