# title: the three answers put into a list as one thing
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = [type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]}))]

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [kind == "White Dwarf" for kind in predicted_types[0]]
