# title: only Size, in the split and in the function
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-columns=0, regressor-network=0, regressor-features=0, regressor-score=0

# %% split
X_train, X_test, y_train, y_test = train_test_split(stars[["Size"]], stars["A_M"], test_size=0.2, random_state=1)

# %% fit-regressor
def fit_regressor(X_train, y_train):
    network = MLPRegressor(hidden_layer_sizes=(20,), solver="lbfgs", alpha=1, max_iter=2000, random_state=1)
    return make_pipeline(FunctionTransformer(np.log), StandardScaler(), network).fit(X_train[["Size"]], y_train)
