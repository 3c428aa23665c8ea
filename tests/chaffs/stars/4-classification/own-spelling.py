# title: the types typed, in the spelling of the diagram
# exercise: Exercise 5
# based-on: printed-then-typed
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = ["white dwarfs", "main sequence", "supergiants"]
