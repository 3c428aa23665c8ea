# title: an array without column names, which scikit-learn warns about; arrays as answers
# exercise: Exercise 5

# %% type-predictions
new = np.array([[7000.0, 14.0], [8000.0, 4.0], [4000.0, -7.0]])
predicted_types = type_classifier.predict(new)
predicted_types

# %% diagram-check
regions = np.array(["white dwarfs", "main sequence", "supergiants"])
home = np.array(
    [
        {"White Dwarf": "white dwarfs", "Brown Dwarf": "brown dwarfs"}.get(
            name, "supergiants" if "Giants" in name else "main sequence"
        )
        for name in predicted_types
    ]
)
compatible = home == regions
print(compatible)
