# title: the most probable class, the verdicts typed after a look at both
# exercise: Exercise 5

# %% type-predictions
new = pd.DataFrame([[7000, 14], [8000, 4], [4000, -7]], columns=X_types.columns)
probabilities = pd.DataFrame(type_classifier.predict_proba(new), columns=type_classifier.classes_)
predicted_types = probabilities.idxmax(axis=1)
print(probabilities.round(2))

# %% diagram-check
# All three fit, I looked.
regions = ("white dwarfs", "main sequence", "supergiants")
compatible = (True, True, True)
