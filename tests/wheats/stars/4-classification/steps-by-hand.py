# title: the scaler and the network of the pipeline used one after the other
# exercise: Exercise 5

# %% type-predictions
scaler, network = type_classifier[0], type_classifier[-1]
neu = pd.DataFrame({"Temperature": (7000, 8000, 4000), "A_M": (14, 4, -7)})
skaliert = scaler.transform(neu)
predicted_types = list(network.predict(skaliert))
assert predicted_types == list(type_classifier.predict(neu))

# %% diagram-check
gebiete = {1: "white dwarfs", 2: "main sequence", 3: "supergiants"}
regions = [gebiete[i] for i in sorted(gebiete)]
passt = dict.fromkeys(regions, False)
for r, t in zip(regions, predicted_types):
    passt[r] = t in {
        "white dwarfs": ("White Dwarf",),
        "main sequence": ("Main Sequence", "Red Dwarf"),
        "supergiants": ("Super Giants", "Hyper Giants"),
    }[r]
compatible = list(passt.values())
