# title: more rounds through the data are taken for the cure
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: conclusion-remedy=0

# %% conclusion
where_it_fails = "outside"
remedy = "B"
