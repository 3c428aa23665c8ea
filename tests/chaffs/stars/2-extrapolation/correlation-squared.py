# title: the square of the correlation, which is R2 for a straight line only
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-outside=0, score-between-inside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% score-between
from scipy import stats


def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return stats.linregress(np.sin(x), sine_model.predict(x.reshape(-1, 1))).rvalue ** 2

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
