# title: a function for one star and a lambda for the verdict
# exercise: Exercise 5

# %% type-predictions
def type_of(kelvin, magnitude):
    """Ask the network about one star."""
    table = pd.DataFrame([[kelvin, magnitude]], columns=X_types.columns)
    return type_classifier.predict(table).item()


predicted_types = [type_of(7000, 14), type_of(8000, 4), type_of(4000, -7)]

# %% diagram-check
regions = "white dwarfs, main sequence, supergiants".split(", ")
verdict = lambda kind, where: (
    (where == "white dwarfs" and kind == "White Dwarf")
    or (where == "main sequence" and kind in ["Main Sequence", "Red Dwarf"])
    or (where == "supergiants" and kind.endswith("Giants"))
)
compatible = [verdict(predicted_types[0], regions[0]), verdict(predicted_types[1], regions[1]), verdict(predicted_types[2], regions[2])]
