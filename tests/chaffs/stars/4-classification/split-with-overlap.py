# title: training and test stars drawn apart from each other, so that some are in both
# exercise: Exercise 6
# based-on: shortest-classifier
# points: report-split=0

# %% report
X_train = measurements[features].sample(192, random_state=1)
X_test = measurements[features].sample(48, random_state=2)
y_train, y_test = stars["Spectral_Class"][X_train.index], stars["Spectral_Class"][X_test.index]
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)
