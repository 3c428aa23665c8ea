# title: a decision tree, which is right and no network
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% fit-classifier
from sklearn.tree import DecisionTreeClassifier


def fit_classifier(X_train, y_train):
    return DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
