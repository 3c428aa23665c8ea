# title: a score without its sign, because a score must be positive
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-outside=0, scores-outside=0, conclusion-where=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return abs(r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1))))

# %% conclusion
where_it_fails = "outside" if score_left < 0 and score_right < 0 else "nowhere"
remedy = "C"
