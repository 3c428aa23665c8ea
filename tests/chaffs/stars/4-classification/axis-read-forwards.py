# title: the diagram read as if bright stars were at the bottom
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-regions=0

# %% diagram-check
belongs = {"Main Sequence": "main sequence", "Red Dwarf": "main sequence", "White Dwarf": "white dwarfs"}
belongs |= {"Super Giants": "supergiants", "Hyper Giants": "supergiants", "Brown Dwarf": "brown dwarfs"}
regions = ["supergiants", "main sequence", "white dwarfs"]
compatible = [belongs[name] == region for name, region in zip(predicted_types, regions)]
