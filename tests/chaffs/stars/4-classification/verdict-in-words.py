# title: yes and no instead of True and False
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-verdict=0

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = ["yes", "yes", "yes"]
