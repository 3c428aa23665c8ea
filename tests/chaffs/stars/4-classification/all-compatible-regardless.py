# title: wrong predictions, and the verdict that everything fits
# exercise: Exercise 5
# based-on: printed-then-typed
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
predicted_types = list(type_classifier.predict(np.array([[14, 7000], [4, 8000], [-7, 4000]])))
