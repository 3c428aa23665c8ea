# title: the accuracy in percent
# exercise: Exercise 6
# points: report-accuracy=0

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
accuracy = 100 * model.score(X_test, y_test)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=measurements, x="log_Temperature", y="A_M", hue=stars["Spectral_Class"], ax=ax)
