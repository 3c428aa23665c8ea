# title: the left score goes 20 units to the left, not 10
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-outside=0

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-20, 0)
score_right = score_between(20, 30)
