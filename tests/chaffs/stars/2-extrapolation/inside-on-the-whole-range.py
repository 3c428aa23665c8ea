# title: the inner score is taken from -10 to 30
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: scores-inside=0, conclusion-where=0

# %% scores
score_inside = score_between(-10, 30)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "everywhere" if score_inside < 0 else "outside"
remedy = "C"
