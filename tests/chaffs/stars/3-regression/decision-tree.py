# title: no network: a decision tree
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
from sklearn.tree import DecisionTreeRegressor


def fit_regressor(X_train, y_train):
    return DecisionTreeRegressor(max_depth=6, random_state=1).fit(X_train, y_train)
