# title: the verdicts as 1 and 0
# exercise: Exercise 5
# points: diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
members = [["White Dwarf"], ["Main Sequence", "Red Dwarf"], ["Super Giants", "Hyper Giants"]]
compatible = [int(kind in member) for kind, member in zip(predicted_types, members)]
