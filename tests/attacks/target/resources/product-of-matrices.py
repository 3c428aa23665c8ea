# title: one step of NumPy's that takes minutes and cannot be interrupted
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=timeout, rescale-test=timeout
# peers: no
# cost: long

# %% rescale
def rescale(values):
    return np.linalg.eigvals(np.random.default_rng(0).normal(size=(3000, 3000)))
