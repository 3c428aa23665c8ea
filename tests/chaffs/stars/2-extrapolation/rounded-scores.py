# title: the scores were rounded to two digits, which makes the inner one a perfect 1
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-inside=0

# %% scores
score_inside = round(score_between(0, 20), 2)
score_left = round(score_between(-10, 0), 2)
score_right = round(score_between(20, 30), 2)
