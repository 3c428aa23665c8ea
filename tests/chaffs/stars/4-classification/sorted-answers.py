# title: the types sorted by the alphabet, so that the order of the stars is lost
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
predicted_types = sorted(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
members = {"white dwarfs": ["White Dwarf"], "main sequence": ["Main Sequence", "Red Dwarf"], "supergiants": ["Super Giants", "Hyper Giants"]}
compatible = [kind in members[region] for kind, region in zip(predicted_types, regions)]
