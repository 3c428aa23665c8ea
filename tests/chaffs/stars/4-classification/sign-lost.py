# title: the minus of the third star is missing
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-all=0

# %% type-predictions
new = pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, 7]})
predicted_types = list(type_classifier.predict(new))
