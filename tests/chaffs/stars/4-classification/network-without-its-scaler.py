# title: the network of the pipeline asked alone, so that nothing is scaled
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})
predicted_types = list(type_classifier[-1].predict(new.to_numpy()))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
belongs = {"Main Sequence": 1, "Red Dwarf": 1, "Super Giants": 2, "Hyper Giants": 2, "White Dwarf": 0, "Brown Dwarf": None}
compatible = [belongs[kind] == place for place, kind in enumerate(predicted_types)]
