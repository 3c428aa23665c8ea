# title: the table gets a column, loses rows and is read again at the end; the cell is split in two
# exercise: Exercise 5

# %% insert-before type-predictions
stars["is_hot"] = stars["Temperature"] > 6000
stars = stars.drop(columns="is_hot").dropna().reset_index(drop=True)
stars = stars[stars["Type"] != "Brown Dwarf"]
new_t = [7000, 8000, 4000]

# %% type-predictions
new_m = [14, 4, -7]
new = dict()
for column, values in zip(stars[["Temperature", "A_M"]], (new_t, new_m)):
    new[column] = values
stars_new = pd.DataFrame(new)
stars_new["Type"] = type_classifier.predict(stars_new)
predicted_types = stars_new.Type.values

# %% insert-before diagram-check
region1 = "white dwarfs"
region2 = "main sequence"

# %% diagram-check
region3 = "supergiants"
regions = [region1, region2, region3]
compatible = [False] * 3
if predicted_types[0] in ["White Dwarf"]:
    compatible[0] = True
if predicted_types[1] in ["Main Sequence", "Red Dwarf"]:
    compatible[1] = True
if predicted_types[2] in ["Super Giants", "Hyper Giants"]:
    compatible[2] = True
stars = pd.read_csv("Stars.csv")
