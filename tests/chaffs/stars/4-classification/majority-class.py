# title: a classifier that always names the largest class
# exercise: Exercise 6
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0, boundaries-areas=0

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
from sklearn.dummy import DummyClassifier


def fit_classifier(X_train, y_train):
    return DummyClassifier(strategy="most_frequent").fit(X_train, y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
