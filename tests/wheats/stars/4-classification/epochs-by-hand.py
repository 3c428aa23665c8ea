# title: one epoch at a time with partial_fit, the loss watched
# exercise: Exercise 6

# %% spectral-features
features = ["A_M", "log_Temperature"]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    prepare = StandardScaler()
    Xs = prepare.fit_transform(X_train)
    network = MLPClassifier(hidden_layer_sizes=(40,), learning_rate_init=0.02, random_state=SEED)
    losses = []
    for epoch in range(150):
        network.partial_fit(Xs, y_train, classes=np.unique(y_train))
        losses.append(network.loss_)
        if epoch > 20 and abs(losses[-10] - losses[-1]) < 1e-4:
            break
    return make_pipeline(prepare, network)

# %% report
SEED = 0
perm = np.random.default_rng(SEED).permutation(measurements.index)
n = int(0.2 * len(perm))
X_test, X_train = measurements.loc[perm[:n], features], measurements.loc[perm[n:], features]
y_test, y_train = stars.loc[X_test.index, "Spectral_Class"], stars.loc[X_train.index, "Spectral_Class"]
model = fit_classifier(X_train, y_train)
accuracy = sum(model.predict(X_test) == y_test) / len(X_test)

# %% boundaries
boundaries, (left, right) = plt.subplots(ncols=2, figsize=(11, 4.5), sharey=True)
for ax, (title, rows) in zip((left, right), {"training": X_train, "test": X_test}.items()):
    DecisionBoundaryDisplay.from_estimator(model, X_train, response_method="predict_proba", ax=ax, alpha=0.5, plot_method="contourf")
    ax.scatter(rows.A_M, rows.log_Temperature, s=20, facecolor="white", edgecolor="black")
    ax.set_title(title)
    ax.set_xlabel(r"$\mathrm{A\_M}$ (mag)")
    ax.set_ylabel("log_Temperature")
