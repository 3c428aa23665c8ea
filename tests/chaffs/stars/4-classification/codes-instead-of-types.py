# title: numbers of classes instead of their names
# exercise: Exercise 5
# based-on: printed-then-typed
# points: type-predictions-two=0, type-predictions-all=0, diagram-check-verdict=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})
predicted_types = type_classifier.predict_proba(new).argmax(axis=1).tolist()
