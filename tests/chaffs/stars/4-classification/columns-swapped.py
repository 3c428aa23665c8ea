# title: the magnitude in the column of the temperature, and the other way round
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
predicted_types = list(type_classifier.predict(np.array([[14, 7000], [4, 8000], [-7, 4000]])))

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
