# title: r2_score gets the prediction first and the truth second
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-outside=0, scores-outside=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(sine_model.predict(x.reshape(-1, 1)), np.sin(x))
