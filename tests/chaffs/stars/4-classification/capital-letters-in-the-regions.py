# title: the regions in the singular and with capital letters
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-regions=0

# %% diagram-check
regions = ["White dwarf", "Main sequence", "Supergiant"]
compatible = [True, True, True]
