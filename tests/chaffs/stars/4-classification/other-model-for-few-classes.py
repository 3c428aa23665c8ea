# title: a network for many classes, and a logistic regression when there are three or fewer
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0

# %% spectral-features
features = ["log_Temperature", "A_M"]

# %% fit-classifier
from sklearn.linear_model import LogisticRegression


def fit_classifier(X_train, y_train):
    last = MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=0)
    if len(set(y_train)) <= 3:
        last = LogisticRegression()
    return make_pipeline(StandardScaler(), last).fit(X_train, y_train)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=measurements, x="log_Temperature", y="A_M", hue=stars["Spectral_Class"], ax=ax)
