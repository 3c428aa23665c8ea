# title: two series side by side, transposed and concatenated; bool() round every comparison
# exercise: Exercise 5

# %% type-predictions
a = pd.Series({"Temperature": 7000, "A_M": 14})
b = pd.Series({"Temperature": 8000, "A_M": 4})
c = pd.Series({"Temperature": 4000, "A_M": -7})
together = pd.concat([a, b, c], axis=1).T.reset_index(drop=True)
predicted_types = np.array(type_classifier.predict(together), dtype=str)

# %% diagram-check
def region(temperature, magnitude):
    if magnitude < -4:
        return "supergiants"
    if magnitude < 3 and temperature < 5500:
        return "giants"
    if magnitude > 10 and temperature > 4500:
        return "white dwarfs"
    if temperature < 2650:
        return "brown dwarfs"
    return "main sequence"


def fits(star_type, region):
    good = {"main sequence": ["Main Sequence", "Red Dwarf"], "supergiants": ["Super Giants", "Hyper Giants"]}
    if region in good:
        return bool(star_type in good[region])
    return bool(star_type.casefold() == region.rstrip("s"))


regions = together.apply(lambda row: region(row["Temperature"], row["A_M"]), axis=1)
compatible = [fits(predicted_types[k], regions[k]) for k in range(len(regions))]
