# title: fills the folder for files with large ones, and goes on
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
number = 0
while True:
    number += 1
    try:
        with open(f"large-{number}", "wb") as file:
            file.write(bytes(4 * 2**20))
    except OSError:
        pass
total = int(table["y"].sum())
