# title: the diagram read as if bright stars were at the bottom
# exercise: Exercise 5
# points: diagram-check-regions=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
belongs = {"Main Sequence": "main sequence", "Red Dwarf": "main sequence", "White Dwarf": "white dwarfs"}
belongs |= {"Super Giants": "supergiants", "Hyper Giants": "supergiants", "Brown Dwarf": "brown dwarfs"}
regions = ["supergiants", "main sequence", "white dwarfs"]
compatible = [belongs[name] == region for name, region in zip(predicted_types, regions)]
