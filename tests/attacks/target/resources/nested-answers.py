# title: answers nested a hundred thousand deep, circular ones, and a dict of a million keys
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, summary-test=0
# verdicts: total-test=unsupported, rescale-public=unsupported, rescale-test=unsupported
# peers: no

# %% total
total = []
for _ in range(100_000):
    total = [total]

# %% kinds
kinds = []
kinds.append(kinds)

# %% rescale
def rescale(values):
    return dict.fromkeys(range(600_000))


# %% summary
summary = {}
summary["y"] = summary
