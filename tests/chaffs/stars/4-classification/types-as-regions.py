# title: the names of the types instead of those of the regions, and nothing fits
# exercise: Exercise 5
# points: diagram-check-regions=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["White Dwarf", "Main Sequence", "Giants"]
compatible = [False, False, False]
