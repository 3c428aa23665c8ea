# title: the three stars read from text as a CSV file is, with own imports
# exercise: Exercise 5

# %% type-predictions
import io
import pandas as panda

text = """
star   Temperature A_M
first  7000        14
second 8000        4
third  4000        -7
"""
x = panda.read_csv(io.StringIO(text), sep=r"\s+", index_col="star")
df2 = type_classifier.predict(x)
predicted_types = [*df2]

# %% diagram-check
import operator

#sky = ["brown dwarfs", "main sequence", "supergiants"]   # no! 7000 K is not cool
sky = ["white dwarfs", "main sequence", "supergiants"]
regions = sky
ok = {"main sequence": "Main Sequence Red Dwarf", "giants": "", "supergiants": "Super Giants Hyper Giants", "white dwarfs": "White Dwarf", "brown dwarfs": "Brown Dwarf"}
compatible = list(map(operator.contains, [ok[r] for r in regions], predicted_types))
