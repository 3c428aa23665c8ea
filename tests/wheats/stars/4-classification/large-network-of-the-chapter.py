# title: three layers of 300 neurons with small steps, scaled
# exercise: Exercise 6
# cost: long

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    clf = MLPClassifier(
        solver="adam", hidden_layer_sizes=(300, 300, 300), activation="tanh", max_iter=60, learning_rate="adaptive",
        learning_rate_init=5e-4, random_state=SEED,
    )
    return make_pipeline(StandardScaler(), clf).fit(X_train, y_train)

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.20, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)
print("Accuracy:", accuracy)

# %% boundaries
disp = DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict", xlabel=features[0], ylabel=features[1], alpha=0.5, grid_resolution=80)
disp.ax_.scatter(X_train.to_numpy()[:, 0], X_train.to_numpy()[:, 1], c=np.unique(y_train, return_inverse=True)[1], edgecolor="k")
boundaries = disp.ax_.get_figure()
