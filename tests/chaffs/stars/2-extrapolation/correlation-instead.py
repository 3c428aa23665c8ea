# title: Pearson's r, which forgives a wrong height and never falls below -1
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return np.corrcoef(np.sin(x), sine_model.predict(x.reshape(-1, 1)))[0, 1]

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
