# title: a dictionary with a star in each entry, the lists taken from it at the end
# exercise: Exercise 5

# %% type-predictions
catalogue = {"first": [7000, 14], "second": [8000, 4], "third": [4000, -7]}
answers = {
    name: type_classifier.predict(pd.DataFrame([values], columns=["Temperature", "A_M"]))[0]
    for name, values in catalogue.items()
}
predicted_types = list(answers.values())
for name in answers: print(name, "->", answers[name])

# %% diagram-check
where = dict(first="white dwarfs", second="main sequence", third="supergiants")
regions = list(where.values())
inhabitants = {
    "main sequence": {"Main Sequence", "Red Dwarf"}, "giants": set(), "supergiants": {"Super Giants", "Hyper Giants"},
    "white dwarfs": {"White Dwarf"}, "brown dwarfs": {"Brown Dwarf"},
}
compatible = [{answers[name]} <= inhabitants[where[name]] for name in catalogue]
