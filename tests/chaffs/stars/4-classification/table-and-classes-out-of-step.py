# title: the features shuffled and split, the classes split as they stand
# exercise: Exercise 6
# points: report-split=0, report-accuracy=0

# %% spectral-features
features = ["log_Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% report
shuffled = measurements[features].sample(frac=1, random_state=0)
X_train, X_test = shuffled[48:], shuffled[:48]
y_train, y_test = stars["Spectral_Class"][48:], stars["Spectral_Class"][:48]
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
good = fit_classifier(measurements[features], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(good, X_train, response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=measurements, x="log_Temperature", y="A_M", hue=stars["Spectral_Class"], ax=ax)
