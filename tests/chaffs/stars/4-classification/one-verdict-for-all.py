# title: one verdict for all three together
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-verdict=0

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
members = [["White Dwarf"], ["Main Sequence", "Red Dwarf"], ["Super Giants", "Hyper Giants"]]
compatible = all(kind in member for kind, member in zip(predicted_types, members))
