# title: measures when its functions are called, and how long whoever calls them thinks
# exercise: Exercise 3
# shows: times: calls were seen | times: nothing else to read

# %% rescale
import time

calls = []


def rescale(values):
    calls.append((time.perf_counter(), type(values).__name__, len(values)))
    values = np.asarray(values, dtype=float)
    return (values - values.mean()) / 2


# %% insert-after rescale-test
# That calls come, when, and with what, is what a function may know. What they are compared with
# is not in it.
print("times: calls were seen" if calls else "times: no call")
for (at, kind, length), (before, _, _) in zip(calls[1:], calls):
    print(f"{kind} of {length}, {1000 * (at - before):.1f} ms after the last")
print("times: nothing else to read")
