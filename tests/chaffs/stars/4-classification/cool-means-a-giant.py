# title: the third star taken for an ordinary giant, since it is cool and bright
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-regions=0

# %% diagram-check
regions = ["white dwarfs", "main sequence", "giants"]
compatible = [predicted_types[0] == "White Dwarf", predicted_types[1] in ["Main Sequence", "Red Dwarf"], False]
