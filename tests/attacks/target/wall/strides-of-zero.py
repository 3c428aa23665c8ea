# title: answers with arrays that take a few bytes here, and terabytes where they are copied
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=unsupported, kinds-test=unsupported, rescale-public=unsupported, rescale-test=unsupported, figure-test=unsupported, model-test=unsupported, summary-test=unsupported
# shows: strides: 0 0 0 0 0 0
# peers: no

# %% total
total = np.broadcast_to(2360.0, 10**12)

# %% kinds
kinds = [np.broadcast_to("even", (10**6, 10**6)), "odd"]

# %% rescale
wide = np.broadcast_to(np.float64(1), (30, 10**11))


def rescale(values):
    return wide


# %% figure
ax = np.broadcast_to(np.datetime64("2024-01-01"), 10**12)

# %% model
model = np.lib.stride_tricks.as_strided(np.ones(1), (2**40,), (0,))

# %% summary
summary = {"y": np.broadcast_to(1j, 10**12), "x": 1}

# %% insert-after summary-test
arrays = [total, kinds[0], wide, ax, model, summary["y"]]
print("strides:", *(each.strides[-1] for each in arrays))
