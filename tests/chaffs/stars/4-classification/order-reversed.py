# title: the stars from the last to the first
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [4000, 8000, 7000], "A_M": [-7, 4, 14]})
predicted_types = list(type_classifier.predict(new))

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
