# title: the left score is stored as the right one
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-outside=0

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(20, 30)
score_right = score_between(-10, 0)
