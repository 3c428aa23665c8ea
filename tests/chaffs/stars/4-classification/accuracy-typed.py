# title: a number from another run, typed
# exercise: Exercise 6
# based-on: shortest-classifier
# points: report-accuracy=0

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = 0.95
