# title: answers nested a hundred thousand deep, and circular ones
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, summary-test=0
# verdicts: total-test=unsupported
# peers: no
# cost: long

# %% total
total = []
for _ in range(100_000):
    total = [total]

# %% kinds
kinds = []
kinds.append(kinds)

# %% summary
summary = {}
summary["y"] = summary
