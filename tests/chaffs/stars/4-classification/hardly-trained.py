# title: two steps of training and no more
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), max_iter=2, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)
