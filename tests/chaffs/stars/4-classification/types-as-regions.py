# title: the names of the types instead of those of the regions, and nothing fits
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-regions=0, diagram-check-verdict=0

# %% diagram-check
regions = ["White Dwarf", "Main Sequence", "Giants"]
compatible = [False, False, False]
