# title: logarithms of some columns, the colours as they are, in a column transformer
# exercise: Exercise 6

# %% spectral-features
numbers = ["Temperature", "Luminosity", "Size"]
colours = [c for c in measurements.columns if "Color" in c]
features = numbers + colours

# %% fit-classifier
SEED = 0
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.preprocessing import FunctionTransformer


def fit_classifier(X_train, y_train):
    logs = make_pipeline(FunctionTransformer(np.log), StandardScaler())
    front = make_column_transformer(
        (logs, make_column_selector("^(Temperature|Luminosity|Size)$")), remainder="passthrough"
    )
    net = MLPClassifier(hidden_layer_sizes=(32,), solver="lbfgs", max_iter=200, random_state=SEED)
    return make_pipeline(front, net).fit(X_train, y_train)

# %% report
SEED = 0
rng = np.random.RandomState(SEED)
is_test = np.zeros(len(stars), dtype=bool)
is_test[rng.choice(len(stars), size=round(0.2 * len(stars)), replace=False)] = True
X_train, y_train = measurements.loc[~is_test, features], stars.loc[~is_test, "Spectral_Class"]
X_test, y_test = measurements.loc[is_test, features], stars.loc[is_test, "Spectral_Class"]
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
chosen = measurements[["Temperature", "Luminosity"]]
small = fit_classifier(chosen, stars["Spectral_Class"])
boundaries, ax = plt.subplots(subplot_kw={"xscale": "log", "yscale": "log"})
tt = np.logspace(3.25, 4.7, 110)
ll = np.logspace(-5, 7, 110)
gt, gl = np.meshgrid(tt, ll)
flat = pd.DataFrame(np.transpose([gt.ravel(), gl.ravel()]), columns=chosen.columns)
codes = pd.Categorical(small.predict(flat), categories=list("OBAFGKM")).codes.reshape(gt.shape)
ax.contourf(gt, gl, codes, levels=np.arange(-0.5, 7), colors=sns.color_palette("RdYlBu_r", 7), alpha=0.6)
for letter, color in zip("OBAFGKM", sns.color_palette("RdYlBu_r", 7)):
    ax.scatter("Temperature", "Luminosity", data=stars[stars.Spectral_Class == letter], color=[color], ec="black", label=letter)
ax.set_xlabel("Temperature, K")
ax.set_ylabel("Luminosity, of the Sun")
ax.legend()
