# title: the word of the type compared with the word of the region, so that nothing fits
# exercise: Exercise 5
# points: diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [kind == region for kind, region in zip(predicted_types, regions)]
