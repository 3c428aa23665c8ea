# title: wrong predictions, and the verdict that everything fits
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(np.array([[14, 7000], [4, 8000], [-7, 4000]])))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [True, True, True]
