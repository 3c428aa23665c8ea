# title: every column of the table; another network of two for the picture
# exercise: Exercise 6

# %% spectral-features
features = list(measurements.columns)

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% report
SEED = 0
parts = train_test_split(measurements, stars["Spectral_Class"], test_size=48, random_state=SEED, shuffle=True)
X_train, X_test, y_train, y_test = parts
model = fit_classifier(X_train, y_train)
from sklearn.metrics import accuracy_score
accuracy = accuracy_score(y_test, model.predict(X_test))
print("train", model.score(X_train, y_train), "test", accuracy)

# %% boundaries
two = ["log_Temperature", "A_M"]
small = fit_classifier(X_train[two], y_train)
display = DecisionBoundaryDisplay.from_estimator(small, X_train[two], plot_method="pcolormesh", alpha=0.5)
letters = sorted(set(y_train))
for each, color in zip(letters, display.multiclass_colors_):
    rows = y_train == each
    display.ax_.plot(X_train.loc[rows, two[0]], X_train.loc[rows, two[1]], "o", color=color, mec="k", label=each)
display.ax_.legend()
boundaries = display.figure_
