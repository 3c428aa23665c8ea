# title: the largest log-probability found in a while loop, NumPy's own truth values
# exercise: Exercise 5

# %% type-predictions
new = pd.DataFrame([dict(Temperature=7000.0, A_M=14.0), dict(Temperature=8000.0, A_M=4.0), dict(Temperature=4000.0, A_M=-7.0)])
logs = type_classifier.predict_log_proba(new)
predicted_types = []
i = 0
while i < len(new):
    best = 0
    for j in range(logs.shape[1]):
        if logs[i, j] > logs[i, best]:
            best = j
    predicted_types.append(type_classifier.classes_[best])
    i += 1

# %% diagram-check
regions = np.array(["white dwarfs", "main sequence", "supergiants"], dtype=object)
allowed = pd.DataFrame(
    False,
    index=["main sequence", "giants", "supergiants", "white dwarfs", "brown dwarfs"],
    columns=type_classifier.classes_,
)
allowed.loc["main sequence", ["Main Sequence", "Red Dwarf"]] = True
allowed.loc["supergiants", ["Super Giants", "Hyper Giants"]] = True
allowed.loc["white dwarfs", "White Dwarf"] = True
allowed.loc["brown dwarfs", "Brown Dwarf"] = True
compatible = [allowed.at[r, t] for r, t in zip(regions, predicted_types)]
