# title: lines between the classes in scaled units, the stars in logarithms
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-stars=0

# %% spectral-features
features = ["log_Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% boundaries
scaler, network = model[0], model[-1]
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(
    network, scaler.transform(X_train), response_method="predict", plot_method="contour", ax=ax
)
ax.scatter(measurements["log_Temperature"], measurements["A_M"], s=12, color="black")
ax.set_xlabel("log_Temperature")
ax.set_ylabel("A_M")
