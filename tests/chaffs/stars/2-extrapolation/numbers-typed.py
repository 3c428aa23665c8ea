# title: numbers that somebody else got
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-inside=0, scores-outside=0

# %% scores
score_inside = 0.998
score_left = -16.9
score_right = -12.0
