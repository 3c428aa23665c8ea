# title: the third star forgotten
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-regions=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000], "A_M": [14, 4]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence"]
compatible = [predicted_types[0] == "White Dwarf", predicted_types[1] in ["Main Sequence", "Red Dwarf"]]
