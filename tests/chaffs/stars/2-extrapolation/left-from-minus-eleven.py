# title: the left score begins one unit too early
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-outside=0

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-11, 0)
score_right = score_between(20, 30)
