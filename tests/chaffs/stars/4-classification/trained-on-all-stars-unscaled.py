# title: a network without a scaler, on logarithms; the reported one has seen all stars
# exercise: Exercise 6
# points: report-accuracy=0

# %% spectral-features
features = ["log_Temperature", "log_Luminosity"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    return MLPClassifier((50,), learning_rate_init=0.02, max_iter=250, random_state=0).fit(X_train, y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features].to_numpy(), stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(measurements[features].to_numpy(), stars["Spectral_Class"])
accuracy = model.score(X_test, y_test)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(
    model, X_train, response_method="predict", alpha=0.4, ax=ax, xlabel="log_Temperature", ylabel="log_Luminosity"
)
ax.scatter(measurements["log_Temperature"], measurements["log_Luminosity"], s=9, color="black")
