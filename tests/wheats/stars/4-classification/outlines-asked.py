# title: the regions found with the outlines that the diagram is drawn with
# exercise: Exercise 5

# %% type-predictions
three = {"Temperature": (7000, 8000, 4000), "A_M": (14, 4, -7)}
first, second, third = type_classifier.predict(pd.DataFrame(three))
predicted_types = [first, second, third]

# %% diagram-check
from matplotlib.path import Path as Shape

regions = []
for point in zip(*three.values()):
    for name, outline in diagram_regions().items():
        if Shape(outline).contains_point(point):
            regions.append(name)
inside = {
    "main sequence": {"Main Sequence", "Red Dwarf"},
    "giants": set(),
    "supergiants": {"Super Giants", "Hyper Giants"},
    "white dwarfs": {"White Dwarf"},
    "brown dwarfs": {"Brown Dwarf"},
}
compatible = list(map(lambda kind, region: kind in inside[region], predicted_types, regions))
