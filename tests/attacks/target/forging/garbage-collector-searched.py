# title: a function searches all objects for the test's and changes them
# exercise: Exercise 3
# points: rescale-test=0
# shows: searched: True

# %% rescale
import gc

searched, won = [], []
gc.unfreeze()


def rescale(values):
    for each in gc.get_objects():
        searched.append(1)
        if type(each) is dict:
            for name in ("half", "drawn", "sealed_word"):
                if name in each and each.get("__name__") == "__main__":
                    won.append(name)
                    each[name] = np.zeros(30)
    for each in gc.get_referrers(values):
        if type(each) is dict and "half" in each:
            won.append("half")
            each["half"] = np.zeros(30)
    return np.zeros(len(values))

# %% insert-after rescale-test
print("searched:", len(searched) > 1000)
if won:
    print("WON", set(won))
