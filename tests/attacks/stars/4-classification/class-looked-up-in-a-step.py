# title: a step of the pipeline that looks the class up and hands it to the network
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% fit-classifier
from sklearn.preprocessing import FunctionTransformer


def looked_up(X):
    known = {float(t): "OBAFGKM".index(name) for t, name in zip(stars["Temperature"], stars["Spectral_Class"])}
    return np.eye(7)[[known[float(t)] for t in X["Temperature"]]]


def fit_classifier(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(10,), solver="lbfgs", max_iter=200, random_state=0)
    return make_pipeline(FunctionTransformer(looked_up), network).fit(X_train, y_train)

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
)
drawn.fit(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair], response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
