# title: principal components of all numbers, ranges from 0 to 1, rectified neurons
# exercise: Exercise 6

# %% insert-before spectral-features
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler
import warnings
warnings.filterwarnings("ignore")   # I know that it did not converge

# %% spectral-features
features = measurements.columns

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    pca = PCA(n_components=6)
    mlp = MLPClassifier(hidden_layer_sizes=(60,), activation="relu", learning_rate_init=0.01, max_iter=150, random_state=SEED)
    return make_pipeline(MinMaxScaler(), pca, mlp).fit(X_train, y_train)

# %% report
SEED = 0
from sklearn.model_selection import ShuffleSplit

splitter = ShuffleSplit(n_splits=1, test_size=0.2, random_state=SEED)
train_rows, test_rows = next(splitter.split(measurements))
X_train = measurements.iloc[train_rows]
X_test = measurements.iloc[test_rows]
y_train = stars["Spectral_Class"].iloc[train_rows]
y_test = stars["Spectral_Class"].iloc[test_rows]
model = fit_classifier(X_train, y_train)
accuracy = 1 - np.mean(model.predict(X_test) != y_test)

# %% boundaries
SEED = 0
xname, yname = "log_Size", "log_Temperature"
zwei = make_pipeline(StandardScaler(), MLPClassifier((30, 30), solver="lbfgs", max_iter=300, random_state=SEED))
zwei.fit(X_train[[xname, yname]], y_train)
boundaries, ax = plt.subplots()
gx, gy = np.mgrid[-2.5:3.7:120j, 3.2:4.7:120j]
shape = gx.shape
probabilities = zwei.predict_proba(pd.DataFrame({xname: gx.ravel(), yname: gy.ravel()}))
picture = ax.contourf(gx, gy, probabilities.argmax(axis=1).reshape(shape), levels=np.arange(-0.5, 7), cmap="tab10", alpha=0.4)
ax.contour(gx, gy, probabilities.max(axis=1).reshape(shape), levels=[0.5, 0.9], colors="k", linewidths=0.5)
ax.scatter(X_test[xname], X_test[yname], c=[list(zwei.classes_).index(c) if c in zwei.classes_ else -1 for c in y_test], cmap="tab10", edgecolor="k")
ax.set(xlabel=xname, ylabel=yname, title="Test stars")
