# title: a classifier that only tells bright stars from faint ones
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
from sklearn.neural_network import MLPClassifier


def fit_regressor(X_train, y_train):
    network = MLPClassifier(hidden_layer_sizes=(30,), learning_rate_init=0.02, max_iter=200, random_state=1)
    is_faint = y_train > y_train.mean()
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train, is_faint)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train > y_train.mean())
test_score = model.score(X_test, y_test > y_train.mean())
