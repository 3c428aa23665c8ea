# title: settings found by a grid search inside the function, the best pipeline returned
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "A_M", "log_Size"]

# %% fit-classifier
SEED = 0
import warnings

from sklearn.model_selection import GridSearchCV, KFold


def fit_classifier(X_train, y_train):
    pipe = make_pipeline(StandardScaler(), MLPClassifier(solver="lbfgs", max_iter=120, random_state=SEED))
    search = GridSearchCV(
        pipe, {"mlpclassifier__hidden_layer_sizes": [(10,), (30,)]}, cv=KFold(3, shuffle=True, random_state=SEED)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search.fit(X_train, y_train)
    return search.best_estimator_

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)
print(model)

# %% boundaries
table = pd.concat([measurements, stars["Spectral_Class"]], axis=1)
x, y = "log_Size", "A_M"
boundary_model = fit_classifier(table[[x, y]], table["Spectral_Class"])
joint = sns.JointGrid(data=table, x=x, y=y, hue="Spectral_Class", height=6)
DecisionBoundaryDisplay.from_estimator(boundary_model, table[[x, y]], response_method="predict", alpha=0.35, ax=joint.ax_joint)
joint.plot_joint(sns.scatterplot, s=25)
joint.plot_marginals(sns.kdeplot, warn_singular=False)
boundaries = joint.fig
