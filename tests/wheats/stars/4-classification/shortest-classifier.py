# title: the shortest way; many wrong solutions are this one with a fault
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
SEED = 0

def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% report
SEED = 0

X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
SEED = 0

pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED)
)
drawn.fit(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair], response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
