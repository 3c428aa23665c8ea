# title: a list of records; the verdict by a set of pairs that fit
# exercise: Exercise 5

# %% type-predictions
records = [
    {"Temperature": 7000, "A_M": 14},
    {"Temperature": 8000, "A_M": 4},
    {"Temperature": 4000, "A_M": -7},
]
predicted_types = type_classifier.predict(pd.DataFrame.from_records(records)).tolist()
print(predicted_types)

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
fitting = {
    ("Main Sequence", "main sequence"),
    ("Red Dwarf", "main sequence"),
    ("Super Giants", "supergiants"),
    ("Hyper Giants", "supergiants"),
    ("White Dwarf", "white dwarfs"),
    ("Brown Dwarf", "brown dwarfs"),
}
compatible = [pair in fitting for pair in zip(predicted_types, regions)]
