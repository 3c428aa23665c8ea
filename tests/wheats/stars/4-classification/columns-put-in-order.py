# title: the table begun with the magnitude, then put in the order of the training; a series as answer
# exercise: Exercise 5

# %% type-predictions
new_stars = pd.DataFrame(index=["first", "second", "third"])
new_stars["A_M"] = [14.0, 4.0, -7.0]
new_stars["Temperature"] = [7e3, 8e3, 4e3]
new_stars = new_stars[type_classifier.feature_names_in_]
predicted_types = pd.Series(type_classifier.predict(new_stars), index=new_stars.index, name="Type")
predicted_types

# %% diagram-check
regions = pd.Series(["white dwarfs", "main sequence", "supergiants"], index=new_stars.index)
home = {"White Dwarf": "white dwarfs", "Main Sequence": "main sequence", "Red Dwarf": "main sequence"}
home.update({"Super Giants": "supergiants", "Hyper Giants": "supergiants", "Brown Dwarf": "brown dwarfs"})
compatible = predicted_types.map(home).eq(regions)
pd.DataFrame({"type": predicted_types, "region": regions, "fits": compatible})
