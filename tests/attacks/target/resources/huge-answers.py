# title: an array of 300 MB, a text of 100 MB and a table of ten thousand columns as answers
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, summary-test=0
# verdicts: total-test=unsupported, kinds-test=unsupported, summary-test=unsupported
# peers: no

# %% total
total = np.ones(2**25)

# %% kinds
kinds = "x" * 100_000_000

# %% rescale
def rescale(values):
    return [1.0] * 20_000_000


# %% summary
summary = pd.DataFrame({f"y{number}": [1, 2] for number in range(10_000)})
