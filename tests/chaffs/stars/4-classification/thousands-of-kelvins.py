# title: temperatures in thousands of kelvins
# exercise: Exercise 5
# points: type-predictions-all=0

# %% type-predictions
stars_to_ask = np.array([[7, 14], [8, 4], [4, -7]])
predicted_types = list(type_classifier.predict(pd.DataFrame(stars_to_ask, columns=["Temperature", "A_M"])))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
members = {"white dwarfs": ["White Dwarf"], "main sequence": ["Main Sequence", "Red Dwarf"], "supergiants": ["Super Giants", "Hyper Giants"]}
compatible = [kind in members[region] for kind, region in zip(predicted_types, regions)]
