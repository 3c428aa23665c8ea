# title: every test cell carries the tag that makes stock nbgrader skip it
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% tag total-test skip-execution
