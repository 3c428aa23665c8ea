# title: not a number, infinity and numbers of one bit
# exercise: Exercise 1
# points: total-test=0, rescale-test=0

# %% total
total = float("nan")

# %% rescale
def rescale(values):
    answer = np.full(len(values), np.nan)
    answer[::2] = np.inf
    return answer
