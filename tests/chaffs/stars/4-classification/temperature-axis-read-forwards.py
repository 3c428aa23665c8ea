# title: the diagram read as if it grew hotter to the right
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-regions=0

# %% diagram-check
regions = ["brown dwarfs", "giants", "supergiants"]
belongs = {"brown dwarfs": ["Brown Dwarf"], "giants": [], "supergiants": ["Super Giants", "Hyper Giants"]}
compatible = [kind in belongs[region] for kind, region in zip(predicted_types, regions)]
