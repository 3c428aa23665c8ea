# title: a network for the spectral class asked instead of the one for the type
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
letters = make_pipeline(StandardScaler(), MLPClassifier((20,), solver="lbfgs", max_iter=200, random_state=0))
letters.fit(X_types, stars["Spectral_Class"])
predicted_types = list(letters.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [False, False, False]
