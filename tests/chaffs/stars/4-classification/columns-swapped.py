# title: the magnitude in the column of the temperature, and the other way round
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
predicted_types = list(type_classifier.predict(np.array([[14, 7000], [4, 8000], [-7, 4000]])))
