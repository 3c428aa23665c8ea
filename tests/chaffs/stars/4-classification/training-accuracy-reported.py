# title: the accuracy on the rows that the network was trained on
# exercise: Exercise 6
# based-on: shortest-classifier
# points: report-accuracy=0

# %% spectral-features
features = ["A_M", "log_Size"]

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_train, y_train)
