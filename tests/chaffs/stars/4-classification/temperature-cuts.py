# title: fixed limits of the temperature, and no network
# exercise: Exercise 6
# based-on: shortest-classifier
# points: fit-classifier-network=0, fit-classifier-accuracy=0, report-accuracy=0

# %% fit-classifier
class Cuts:
    limits = [3700, 5200, 6000, 7500, 10000, 30000]

    def predict(self, X):
        return np.array(list("MKGFABO"))[np.digitize(X["Temperature"], self.limits)]


def fit_classifier(X_train, y_train):
    return Cuts()

# %% report
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=0
)
model = fit_classifier(X_train, y_train)
accuracy = np.mean(model.predict(X_test) == y_test)
