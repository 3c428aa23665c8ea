# title: the mean of the sine is taken to be 0 on every interval
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-outside=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    truth = np.sin(x)
    return 1 - ((truth - sine_model.predict(x[:, None])) ** 2).sum() / (truth**2).sum()
