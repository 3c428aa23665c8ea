# title: lines between the classes in scaled units, the stars in logarithms
# exercise: Exercise 6
# points: boundaries-stars=0

# %% spectral-features
features = ["log_Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
scaler, network = model[0], model[-1]
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(
    network, scaler.transform(X_train), response_method="predict", plot_method="contour", ax=ax
)
ax.scatter(measurements["log_Temperature"], measurements["A_M"], s=12, color="black")
ax.set_xlabel("log_Temperature")
ax.set_ylabel("A_M")
