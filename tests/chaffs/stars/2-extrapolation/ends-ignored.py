# title: the function scores the training data, whatever its arguments say
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-outside=0, conclusion-where=0

# %% score-between
def score_between(low, high):
    return sine_model.score(sine_x.reshape(-1, 1), sine_y)

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
