# title: the third star taken for an ordinary giant, since it is cool and bright
# exercise: Exercise 5
# points: diagram-check-regions=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "giants"]
compatible = [predicted_types[0] == "White Dwarf", predicted_types[1] in ["Main Sequence", "Red Dwarf"], False]
