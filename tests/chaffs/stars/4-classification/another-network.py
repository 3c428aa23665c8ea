# title: a network of one's own without scaling, which has learned nothing
# exercise: Exercise 5
# based-on: shortest-predictions
# points: type-predictions-two=0, type-predictions-all=0

# %% type-predictions
own = MLPClassifier(hidden_layer_sizes=(50, 50), activation="tanh", learning_rate_init=0.005, max_iter=2000, random_state=0)
own.fit(X_types_train, y_types_train)
predicted_types = list(own.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))
