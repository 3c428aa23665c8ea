# title: scaled by hand, and the scaling folded into the first layer of a bare network
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    """Train on scaled values, then let the weights of the first layer do the scaling."""
    mean, sd = X_train.mean().to_numpy(), X_train.std(ddof=0).to_numpy()
    net = MLPClassifier((30, 30), activation="tanh", solver="lbfgs", max_iter=300, random_state=SEED)
    net.fit((X_train.to_numpy() - mean) / sd, y_train)
    weights = net.coefs_[0] / sd[:, None]
    net.intercepts_[0] = net.intercepts_[0] - mean @ weights
    net.coefs_[0] = weights
    return net

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features].to_numpy(), stars["Spectral_Class"].to_numpy(), test_size=0.2, random_state=SEED
)
model = fit_classifier(pd.DataFrame(X_train, columns=features), y_train)
accuracy = np.equal(model.predict(X_test), y_test).mean()

# %% boundaries
boundaries = plt.figure()
axes = boundaries.add_axes((0.12, 0.12, 0.8, 0.8))
t, m = np.linspace(1000, 42000, 140), np.linspace(-13, 22, 140)
plane = np.array([[(a, b) for a in t] for b in m])
answers = model.predict(plane.reshape(-1, 2)).reshape(140, 140)
heights = np.vectorize(lambda letter: "OBAFGKM".find(letter))(answers)
axes.imshow(heights, extent=[t[0], t[-1], m[0], m[-1]], origin="lower", aspect="auto", cmap="coolwarm", alpha=0.5, interpolation="nearest")
axes.scatter(*X_test.T, marker="x", c="k")
axes.set_xlabel("Temperature")
axes.set_ylabel("A_M")
