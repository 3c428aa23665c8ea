# title: a classifier that always names the largest class
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0, boundaries-areas=0

# %% fit-classifier
from sklearn.dummy import DummyClassifier


def fit_classifier(X_train, y_train):
    return DummyClassifier(strategy="most_frequent").fit(X_train, y_train)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
