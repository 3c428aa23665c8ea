# title: a high score inside is taken for understanding, and a larger network for the cure
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: conclusion-where=0, conclusion-remedy=0

# %% conclusion
where_it_fails = "nowhere"
remedy = "A"
