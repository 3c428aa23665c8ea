# title: the function trains on the tables of the notebook
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
    model = make_pipeline(StandardScaler(), network)
    return model.fit(measurements[features], stars["Spectral_Class"])
