# title: all rows scaled together before the split
# exercise: Exercise 6
# based-on: shortest-classifier
# points: report-split=0, report-accuracy=0

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    StandardScaler().fit_transform(measurements[features]), stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)
