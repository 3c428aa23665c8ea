# title: the regions in the singular and with capital letters
# exercise: Exercise 5
# points: diagram-check-regions=0

# %% type-predictions
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["White dwarf", "Main sequence", "Supergiant"]
compatible = [True, True, True]
