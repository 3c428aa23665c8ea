# title: the function trains on the first column only
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(20, 20), solver="lbfgs", max_iter=300, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train[["Temperature"]], y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test[["Temperature"]], y_test)
