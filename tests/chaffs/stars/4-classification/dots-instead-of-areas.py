# title: a cloud of coloured grid points instead of areas
# exercise: Exercise 6
# points: boundaries-areas=0, boundaries-stars=0

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = fit_classifier(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
gx, gy = np.meshgrid(np.linspace(2000, 40000, 60), np.linspace(-10, 20, 60))
grid = pd.DataFrame({"Temperature": gx.ravel(), "A_M": gy.ravel()})
codes = pd.Series(drawn.predict(grid)).map("OBAFGKM".index)
ax.scatter(gx, gy, c=codes, s=4, alpha=0.3)
ax.scatter(stars["Temperature"], stars["A_M"], c=stars["Spectral_Class"].map("OBAFGKM".index), edgecolor="k")
ax.set_xlabel("Temperature")
ax.set_ylabel("A_M")
