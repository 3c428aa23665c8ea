# title: the stars from the last to the first
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [4000, 8000, 7000], "A_M": [-7, 4, 14]})
predicted_types = list(type_classifier.predict(new))
