# title: answers each question just in time, so that a test takes a thousand times as long
# exercise: Exercise 2
# points: kinds-test=0, rescale-test=0, summary-test=0
# verdicts: kinds-test=unsupported, rescale-test=timeout, summary-test=timeout
# peers: no
# cost: long

# %% kinds
import time


class Kinds:
    def __len__(self):
        time.sleep(2.5)
        return 2

    def __iter__(self):
        time.sleep(2.5)
        return iter(["even", "odd"])

    def __eq__(self, other):
        time.sleep(2.5)
        return True

    __hash__ = None


kinds = Kinds()

# %% rescale
def rescale(values):
    time.sleep(2.5)
    return (np.array(values) - np.mean(values)) / 2


# %% summary
class Summary:
    def __len__(self):
        time.sleep(2.5)
        return 2

    def __getitem__(self, name):
        time.sleep(2.5)
        return self


summary = Summary()
