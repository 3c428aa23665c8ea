# title: rows of rare classes repeated, so that the network sees all classes equally often
# exercise: Exercise 6

# %% spectral-features
features = ["log_Temperature", "log_Luminosity", "A_M"]

# %% fit-classifier
SEED = 0
from sklearn.utils import resample


def fit_classifier(X_train, y_train):
    X_train, y_train = X_train.reset_index(drop=True), pd.Series(np.asarray(y_train))
    most = y_train.value_counts().max()
    chosen = [resample(group.index, n_samples=most, random_state=SEED) for _, group in y_train.groupby(y_train)]
    rows = np.concatenate(chosen)
    net = MLPClassifier(hidden_layer_sizes=(30,), solver="lbfgs", max_iter=200, random_state=SEED)
    return make_pipeline(StandardScaler(), net).fit(X_train.loc[rows], y_train[rows])

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=1 / 5, random_state=SEED
)
model = fit_classifier(X_train, y_train)
table = pd.crosstab(y_test, model.predict(X_test))
accuracy = sum(table.at[c, c] for c in table.index if c in table.columns) / table.to_numpy().sum()
table

# %% boundaries
XY = measurements[["log_Luminosity", "log_Temperature"]].rename_axis(None, axis=1)
clf = fit_classifier(XY, stars["Spectral_Class"])
fig, ax = plt.subplots()
u = np.linspace(*XY.log_Luminosity.agg(["min", "max"]), 100)
v = np.linspace(*XY.log_Temperature.agg(["min", "max"]), 100)
labels = clf.predict(pd.DataFrame([(a, b) for b in v for a in u], columns=XY.columns)).reshape(100, 100)
for code, letter in enumerate(clf.classes_):
    ax.contour(u, v, (labels == letter).astype(float), levels=[0.5], colors="0.3")
ax.scatter(XY.log_Luminosity, XY.log_Temperature, c=stars["Spectral_Class"].astype("category").cat.codes, cmap="rainbow", s=12)
ax.set_xlabel("log_Luminosity")
ax.set_ylabel("log_Temperature")
boundaries = fig
