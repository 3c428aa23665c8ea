# title: the classes lose their rows before training
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    shuffled = y_train.sample(frac=1, random_state=1).to_numpy()
    network = MLPClassifier(hidden_layer_sizes=(20,), max_iter=150, learning_rate_init=0.01, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, shuffled)
