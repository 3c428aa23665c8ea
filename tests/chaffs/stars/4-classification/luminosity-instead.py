# title: the magnitude turned into a luminosity first
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
magnitude = np.array([14, 4, -7])
luminosity = 10 ** ((4.74 - magnitude) / 2.5)
predicted_types = list(
    type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": luminosity}))
)

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
