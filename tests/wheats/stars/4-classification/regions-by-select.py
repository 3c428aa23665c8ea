# title: the regions by np.select from limits read off the diagram
# exercise: Exercise 5

# %% type-predictions
T = np.array([7000, 8000, 4000])
M = np.array([14, 4, -7])
predicted_types = [str(t) for t in type_classifier.predict(pd.DataFrame(np.column_stack([T, M]), columns=["Temperature", "A_M"]))]

# %% diagram-check
# At 7000 K the band of the white dwarfs begins at 11.7; nothing above -4 is a main-sequence star at 4000 K.
regions = np.select(
    [(T > 4500) & (M > 11), (T < 2650) & (M > 15), M < -4],
    ["white dwarfs", "brown dwarfs", "supergiants"],
    default="main sequence",
)
members = {"white dwarfs": ["White Dwarf"], "main sequence": ["Main Sequence", "Red Dwarf"], "supergiants": ["Super Giants", "Hyper Giants"]}
compatible = np.array([np.isin(t, members[r]) for t, r in zip(predicted_types, regions)]).astype(bool).tolist()
