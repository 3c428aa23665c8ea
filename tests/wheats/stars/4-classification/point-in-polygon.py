# title: whether a star lies inside an outline, counted by one's own hand
# exercise: Exercise 5

# %% type-predictions
points = [(7000, 14), (8000, 4), (4000, -7)]
predicted_types = list(type_classifier.predict(pd.DataFrame(points, columns=["Temperature", "A_M"])))

# %% diagram-check
def inside(outline, t, m):
    """Count the sides of the outline that a ray to the right crosses."""
    crossings = 0
    for (t1, m1), (t2, m2) in zip(outline, np.roll(outline, -1, axis=0)):
        if (m1 > m) != (m2 > m) and t < t1 + (m - m1) * (t2 - t1) / (m2 - m1):
            crossings += 1
    return crossings % 2 == 1


outlines = diagram_regions()
regions = [next(name for name in outlines if inside(outlines[name], t, m)) for t, m in points]
answers = {True: ["Main Sequence", "Red Dwarf"], False: []}
compatible = []
for kind, region in zip(predicted_types, regions):
    if region == "main sequence":
        compatible.append(kind in answers[True])
    elif region == "supergiants":
        compatible.append(kind.split()[-1] == "Giants")
    elif region == "giants":
        compatible.append(False)
    else:
        compatible.append(kind.lower() + "s" == region)
