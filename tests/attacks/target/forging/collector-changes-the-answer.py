# title: callbacks of the garbage collector and finalizers change the answer
# exercise: Exercise 1
# points: total-test=0
# shows: calls: True

# %% total
import gc
import weakref

total, calls = 1, []


def change(*_):
    global total
    calls.append(total)
    total = 2


class Dropped:
    def __del__(self):
        change()


dropped = Dropped()
finalizer = weakref.finalize(dropped, change)
gc.callbacks.append(change)
gc.set_threshold(1)
del dropped
gc.collect()
print("calls:", len(calls) > 2)
