# title: a score below zero is taken for a mistake and set to zero
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-outside=0, scores-outside=0, conclusion-where=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return max(0.0, r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1))))

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
