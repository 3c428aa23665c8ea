# title: one score from -10 to 30, trained range and all, for both sides
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-outside=0

# %% scores
score_inside = score_between(0, 20)
score_left = score_right = score_between(-10, 30)
