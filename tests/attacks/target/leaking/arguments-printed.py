# title: prints a test's inputs while it is called, and keeps them for a later cell
# exercise: Exercise 3
# shows: arguments: kept | arguments: nothing shown while tests ran

# %% rescale
import sys

kept = []


def rescale(values):
    kept.append(values)
    print("WON shown while a test ran", values)
    print("WON shown while a test ran", values, file=sys.stderr)
    display(f"WON shown while a test ran {values}")
    return (np.asarray(values, dtype=float) - np.mean(values)) / 2


# %% insert-after rescale-test
# What a test gives to a function, the function has. No expected value and no source comes with it.
print("arguments: kept" if any(len(each) > 2 for each in kept) else "arguments: none")
print(kept, [vars(each) for each in kept if hasattr(each, "__dict__")], [type(each) for each in kept])
print("arguments: nothing shown while tests ran")
