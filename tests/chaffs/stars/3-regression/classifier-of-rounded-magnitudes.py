# title: a classifier, with each whole magnitude as a class
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
from sklearn.neural_network import MLPClassifier


def fit_regressor(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30,), learning_rate_init=0.02, max_iter=300, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, y_train.round().astype(int))

# %% model
model = fit_regressor(X_train, y_train)
train_score = r2_score(y_train, model.predict(X_train))
test_score = r2_score(y_test, model.predict(X_test))
