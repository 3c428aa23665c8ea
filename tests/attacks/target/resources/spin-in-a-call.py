# title: a function that never comes back, nor lets itself be interrupted
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# peers: no
# cost: long

# %% rescale
def rescale(values):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
