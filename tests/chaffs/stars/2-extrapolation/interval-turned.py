# title: the function sorts nothing and begins at 0 whatever low is
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-outside=0

# %% score-between
def score_between(low, high):
    x = np.linspace(0, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))
