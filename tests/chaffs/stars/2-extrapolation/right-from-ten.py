# title: the right score begins at 10, where the network still knows the sine
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-outside=0

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(10, 30)
