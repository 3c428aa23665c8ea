# title: leaves functions that run when the process ends, and write points then
# exercise: Exercise 1
# points: total-test=0
# shows: registered

# %% total
import atexit
import threading

total = 1


def give_points():
    for name in ("@COURSE@/gradebook.db", "@COURSE@/results/@LEFT@", "@TMP@/@LEFT@", "@HOME@/@LEFT@"):
        try:
            with open(name, "a") as file:
                file.write("3.0")
        except OSError:
            pass


atexit.register(give_points)
threading._register_atexit(give_points)
print("registered")
