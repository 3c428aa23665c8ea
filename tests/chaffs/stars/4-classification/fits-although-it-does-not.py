# title: a magnitude mistyped, and all verdicts typed as True
# exercise: Exercise 5
# points: type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, 17]})
predicted_types = list(type_classifier.predict(new))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [True] * 3
