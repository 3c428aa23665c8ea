# title: the function trains on the tables of the notebook
# exercise: Exercise 6
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
    model = make_pipeline(StandardScaler(), network)
    return model.fit(measurements[features], stars["Spectral_Class"])

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
)
drawn.fit(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair], response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
