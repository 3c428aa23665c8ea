# title: a few made-up points instead of the stars
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
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", alpha=0.4, ax=ax)
means = X_train.groupby(y_train).mean()
ax.scatter(means["log_Temperature"], means["A_M"], s=200, color="black", marker="*")
