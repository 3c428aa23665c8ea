# title: the shortest way; many wrong solutions are this one with a fault
# exercise: Exercise 5

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
belongs = {
    "Main Sequence": "main sequence",
    "Red Dwarf": "main sequence",
    "Super Giants": "supergiants",
    "Hyper Giants": "supergiants",
    "White Dwarf": "white dwarfs",
    "Brown Dwarf": "brown dwarfs",
}
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [belongs[name] == region for name, region in zip(predicted_types, regions)]
