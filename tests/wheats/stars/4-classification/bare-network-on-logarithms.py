# title: no pipeline: logarithms are near enough to scaled; lines between the areas
# exercise: Exercise 6

# %% spectral-features
features = np.array(["log_Temperature", "log_Luminosity"])

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    model = MLPClassifier(hidden_layer_sizes=(50,), activation="tanh", solver="lbfgs", max_iter=600, random_state=SEED)
    model.fit(X_train.to_numpy(), y_train.to_numpy())
    return model

# %% report
SEED = 0
X = measurements[features].to_numpy()
y = stars["Spectral_Class"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
model = fit_classifier(pd.DataFrame(X_train), pd.Series(y_train))
accuracy = np.count_nonzero(model.predict(X_test) == y_test) / len(y_test)

# %% boundaries
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(
    model, X_train, response_method="predict", plot_method="contour", xlabel="log_Temperature", ylabel="log_Luminosity", ax=ax, eps=0.5
)
for name in "OBAFGKM":
    ax.scatter(*X[y == name].T, label=name, s=15)
ax.legend()
