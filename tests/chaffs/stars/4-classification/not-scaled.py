# title: raw temperatures and magnitudes, from which the network learns nothing
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    model = MLPClassifier(hidden_layer_sizes=(50, 50), activation="tanh", learning_rate_init=0.005, max_iter=2000, random_state=0)
    return model.fit(X_train, y_train)
