# title: the magnitude turned into a luminosity first
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
magnitude = np.array([14, 4, -7])
luminosity = 10 ** ((4.74 - magnitude) / 2.5)
predicted_types = list(
    type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": luminosity}))
)
