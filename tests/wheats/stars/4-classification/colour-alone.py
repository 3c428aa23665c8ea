# title: only the colours, one-hot; the picture by imshow
# exercise: Exercise 6

# %% spectral-features
features = [name for name in measurements if name.startswith("Color_")]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    return MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=SEED).fit(X_train, y_train)

# %% report
SEED = 0
X_train, X_test, y_train, y_test = train_test_split(
    measurements[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED
)
model = fit_classifier(X_train, y_train)
accuracy = model.score(X_test, y_test)

# %% boundaries
SEED = 0
two = ["log_Temperature", "log_Size"]
picture = make_pipeline(StandardScaler(), MLPClassifier((20, 20), solver="lbfgs", max_iter=400, random_state=SEED))
picture.fit(measurements[two], stars["Spectral_Class"])
left, right, low, high = 3.2, 4.8, -2.5, 3.8
gx, gy = np.meshgrid(np.linspace(left, right, 150), np.linspace(low, high, 150))
answers = picture.predict(pd.DataFrame(np.c_[gx.ravel(), gy.ravel()], columns=two))
numbers = pd.Series(answers).map({name: i for i, name in enumerate("OBAFGKM")}).to_numpy()
boundaries, axis = plt.subplots()
shown = axis.imshow(
    numbers.reshape(gx.shape), origin="lower", extent=(left, right, low, high), aspect="auto", cmap="Spectral", alpha=0.6
)
boundaries.colorbar(shown)
measurements.plot.scatter(x="log_Temperature", y="log_Size", ax=axis, color="black", s=8)
