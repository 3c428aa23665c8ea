# title: a network of one's own without scaling, which has learned nothing
# exercise: Exercise 5
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
own = MLPClassifier(hidden_layer_sizes=(50, 50), activation="tanh", learning_rate_init=0.005, max_iter=2000, random_state=0)
own.fit(X_types_train, y_types_train)
predicted_types = list(own.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))

# %% diagram-check
belongs = {
    "Main Sequence": "main sequence",
    "Red Dwarf": "main sequence",
    "Super Giants": "supergiants",
    "Hyper Giants": "supergiants",
    "White Dwarf": "white dwarfs",
    "Brown Dwarf": "brown dwarfs",
}
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [belongs[name] == region for name, region in zip(predicted_types, regions)]
