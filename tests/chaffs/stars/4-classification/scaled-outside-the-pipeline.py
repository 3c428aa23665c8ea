# title: the scaler stays in the function, so the model gets raw values later
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    scaled = StandardScaler().fit_transform(X_train)
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
    return network.fit(scaled, y_train)
