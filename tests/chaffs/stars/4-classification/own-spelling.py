# title: the types typed, in the spelling of the diagram
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = ["white dwarfs", "main sequence", "supergiants"]

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [True, True, True]
