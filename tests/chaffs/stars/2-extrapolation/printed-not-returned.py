# title: the score is printed, and nothing is returned
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    print(r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1))))
