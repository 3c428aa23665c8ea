# title: a logarithm as the first step of the pipeline, logarithmic axes
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "Luminosity"]

# %% fit-classifier
SEED = 0
from sklearn.preprocessing import FunctionTransformer


def fit_classifier(X_train, y_train):
    steps = [
        FunctionTransformer(np.log10),
        StandardScaler(),
        MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED),
    ]
    return make_pipeline(*steps).fit(X_train, y_train)

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
boundaries, ax = plt.subplots(figsize=(7, 5))
T, L = np.meshgrid(np.geomspace(1500, 60000, 100), np.geomspace(1e-5, 1e7, 100))
grid = pd.DataFrame({"Temperature": T.ravel(), "Luminosity": L.ravel()})
codes = np.searchsorted(model.classes_.astype(str), model.predict(grid).astype(str)).reshape(T.shape)
ax.pcolormesh(T, L, codes, cmap="coolwarm", alpha=0.5)
ax.scatter(stars["Temperature"], stars["Luminosity"], c=stars["Spectral_Class"].map("OBAFGKM".index), cmap="coolwarm", edgecolor="k")
ax.set_xscale("log")
ax.set_yscale("log")
ax.invert_xaxis()
ax.set_xlabel("Temperature in K")
ax.set_ylabel("Luminosity")
