# title: no network: a straight line
# exercise: Exercise 4
# based-on: shortest-regression
# points: regressor-network=0, regressor-features=0, regressor-score=0, model-trained=0, model-scores=0

# %% fit-regressor
def fit_regressor(X_train, y_train):
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), LinearRegression()).fit(X_train, y_train)
