# title: the diagram read as if it grew hotter to the right
# exercise: Exercise 5
# points: diagram-check-regions=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["brown dwarfs", "giants", "supergiants"]
belongs = {"brown dwarfs": ["Brown Dwarf"], "giants": [], "supergiants": ["Super Giants", "Hyper Giants"]}
compatible = [kind in belongs[region] for kind, region in zip(predicted_types, regions)]
