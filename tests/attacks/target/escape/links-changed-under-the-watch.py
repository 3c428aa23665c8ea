# title: a thread swaps folders for links while the grader measures scratch, and tests go on
# exercise: Exercise 3
# shows: swapped: many times

# %% total
import os
import threading

total = int(table["y"].sum())
swaps = 0


def swap():
    global swaps
    while swaps < 20000:
        try:
            os.mkdir("here")
            open("here/file", "w").close()
            os.rename("here", "there")
            os.symlink("@COURSE@/results", "here")
            os.unlink("here")
            os.unlink("there/file")
            os.rmdir("there")
        except OSError:
            pass
        swaps += 1


threading.Thread(target=swap, daemon=True).start()

# %% rescale
import time


def rescale(values):
    time.sleep(0.4)
    return (np.asarray(values, dtype=float) - np.mean(values)) / 2


# %% insert-after rescale-test
print("swapped:", "many times" if swaps > 50 else "hardly")
