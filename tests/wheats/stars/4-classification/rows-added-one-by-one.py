# title: rows added to an empty copy of the training table; the stars drawn into the diagram in a cell of one's own
# exercise: Exercise 5

# %% type-predictions
new = X_types.iloc[:0].copy()
new.loc[0] = [7000, 14]
new.loc[1] = [8000, 4]
new.loc[len(new)] = [4000, -7]
predicted_types = []
predicted_types.extend(type_classifier.predict(new))

# %% insert-after type-predictions
# Where are they? I draw them into the diagram from above.
axis = hr_diagram.axes[0]
for number, row in new.iterrows():
    axis.plot(row["Temperature"], row["A_M"], "rX", ms=14)
    axis.text(row["Temperature"], row["A_M"], f" star {number + 1}")
hr_diagram

# %% diagram-check
regions = ["white dwarfs"]
regions.append("main sequence")
regions.append("supergiants")
dwarf, sequence, giant = predicted_types
compatible = [
    dwarf == "White Dwarf",
    sequence == "Main Sequence" or sequence == "Red Dwarf",
    giant == "Super Giants" or giant == "Hyper Giants",
]
