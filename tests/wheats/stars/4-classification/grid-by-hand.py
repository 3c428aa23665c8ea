# title: logarithms, the grid and the contours made by hand, the test stars only
# exercise: Exercise 6

# %% spectral-features
features = ["log_Luminosity", "log_Temperature"]

# %% fit-classifier
SEED = 0
from sklearn.pipeline import Pipeline


def fit_classifier(X_train, y_train):
    """Adam on scaled logarithms."""
    return Pipeline(
        [
            ("scale", StandardScaler()),
            ("net", MLPClassifier((40, 40), activation="tanh", learning_rate_init=0.01, max_iter=400, random_state=SEED)),
        ]
    ).fit(X_train, y_train)

# %% report
SEED = 0
order = np.random.default_rng(SEED).permutation(len(stars))
test_rows, train_rows = order[:48], order[48:]
X, y = measurements[features], stars["Spectral_Class"]
X_train, X_test = X.iloc[train_rows], X.iloc[test_rows]
y_train, y_test = y.iloc[train_rows], y.iloc[test_rows]
model = fit_classifier(X_train, y_train)
accuracy = (model.predict(X_test) == y_test).mean()

# %% boundaries
xs = np.linspace(X["log_Luminosity"].min() - 0.5, X["log_Luminosity"].max() + 0.5, 120)
ys = np.linspace(X["log_Temperature"].min() - 0.1, X["log_Temperature"].max() + 0.1, 120)
grid_x, grid_y = np.meshgrid(xs, ys)
grid = pd.DataFrame({"log_Luminosity": grid_x.ravel(), "log_Temperature": grid_y.ravel()})
letters = list(model.classes_)
codes = np.array([letters.index(name) for name in model.predict(grid)]).reshape(grid_x.shape)
boundaries = plt.figure()
plt.contourf(grid_x, grid_y, codes, levels=np.arange(len(letters) + 1) - 0.5, cmap="viridis", alpha=0.5)
for letter in letters:
    shown = X_test[y_test == letter]
    plt.scatter(shown["log_Luminosity"], shown["log_Temperature"], label=letter, edgecolors="k")
plt.xlabel("log_Luminosity")
plt.ylabel("log_Temperature")
plt.legend()
