# title: temperature and the colour as text, encoded by a column transformer
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "Color"]

# %% fit-classifier
SEED = 0
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder


def fit_classifier(X_train, y_train):
    numbers = [name for name in X_train if X_train[name].dtype.kind in "if"]
    words = [name for name in X_train if name not in numbers]
    prepare = ColumnTransformer(
        [("numbers", StandardScaler(), numbers), ("words", OneHotEncoder(handle_unknown="ignore"), words)]
    )
    net = MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=SEED)
    return make_pipeline(prepare, net).fit(X_train, y_train)

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    stars[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = float(np.mean(model.predict(X_test) == y_test))

# %% boundaries
pair = measurements[["A_M", "Temperature"]]
drawn = fit_classifier(pair, stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, pair, response_method="predict", plot_method="pcolormesh", ax=ax, alpha=0.4)
sns.scatterplot(data=measurements.assign(Class=stars["Spectral_Class"]), x="A_M", y="Temperature", hue="Class", ax=ax)
