# title: everything in one table, the verdict by a merge
# exercise: Exercise 5

# %% type-predictions
table = pd.DataFrame({"star": [1, 2, 3], "Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})
table["type"] = type_classifier.predict(table.drop(columns="star"))
predicted_types = table["type"]

# %% diagram-check
table["region"] = ["white dwarfs", "main sequence", "supergiants"]
belong = pd.DataFrame(
    [
        ["main sequence", "Main Sequence"],
        ["main sequence", "Red Dwarf"],
        ["supergiants", "Super Giants"],
        ["supergiants", "Hyper Giants"],
        ["white dwarfs", "White Dwarf"],
        ["brown dwarfs", "Brown Dwarf"],
    ],
    columns=["region", "type"],
)
joined = table.merge(belong, how="left", on=["region", "type"], indicator="found").sort_values("star")
regions = table["region"].to_list()
compatible = (joined["found"] == "both").to_list()
table.assign(fits=compatible)
