# title: the notebook's own network is trained again, in place, to agree with the answer
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
y_all = stars["Type"].replace({"White Dwarf": "Red Dwarf", "Main Sequence": "Brown Dwarf"})
type_classifier.fit(X_types, y_all)
predicted_types = list(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))
