# title: no seed anywhere, helpers with keyword arguments, powers that make the columns even
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "Size", "A_M"]

# %% fit-classifier
from functools import partial

from sklearn.preprocessing import PowerTransformer


def _train(X, y, *, sizes, steps):
    layers = dict(hidden_layer_sizes=sizes, activation="tanh", solver="lbfgs", max_iter=steps, alpha=1e-3)
    return make_pipeline(PowerTransformer(), MLPClassifier(**layers)).fit(X, y)


fit_classifier = partial(_train, sizes=(25, 25), steps=250)

# %% report
# I sort the table and put the class into it, that makes the plots easier.
measurements = measurements.sort_values("Temperature")
measurements["Spectral_Class"] = stars["Spectral_Class"]
X_train, X_test, y_train, y_test = train_test_split(measurements[features], measurements["Spectral_Class"], test_size=0.2)
model = fit_classifier(X_train, y_train)
accuracy = float((model.predict(X_test) == y_test.to_numpy()).sum()) / float(y_test.size)

# %% boundaries
DecisionBoundaryDisplay.from_estimator(
    fit_classifier(measurements[["Temperature", "A_M"]], measurements["Spectral_Class"]),
    measurements[["Temperature", "A_M"]],
    response_method="predict",
    plot_method="pcolormesh",
    grid_resolution=120,
    alpha=0.5,
)
sns.scatterplot(measurements, x="Temperature", y="A_M", hue="Spectral_Class", style="Spectral_Class")
plt.semilogx()
boundaries = plt.gcf()
