# title: leaves functions that run when the process ends, and write points then
# exercise: Exercise 1
# points: total-test=0
# shows: registered: 1 | refused: 4 of 4

# %% total
import atexit
import threading

total, refused = 1, []
before = atexit._ncallbacks()


def give_points():
    for name in ("@COURSE@/gradebook.db", "@COURSE@/results/@LEFT@", "@TMP@/@LEFT@", "@HOME@/@LEFT@"):
        try:
            with open(name, "a") as file:
                file.write("3.0")
            print("WON", name)
        except OSError as error:
            refused.append(error.errno)


atexit.register(give_points)
threading._register_atexit(give_points)
print("registered:", atexit._ncallbacks() - before)
# What it does then, it tries now as well.
give_points()
print("refused:", len(refused), "of 4")
