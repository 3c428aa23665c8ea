# title: the areas of a network that learned nothing: one colour all over
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-areas=0

# %% spectral-features
features = ["log_Temperature", "A_M"]

# %% fit-classifier
def fit_classifier(X_train, y_train):
    network = MLPClassifier((20,), solver="lbfgs", max_iter=300, random_state=0)
    return make_pipeline(StandardScaler(), network).fit(X_train, y_train)

# %% boundaries
x, y = np.meshgrid(np.linspace(3.2, 4.7, 100), np.linspace(-12, 22, 100))
# The units are mixed up: far beyond the hottest star there is one class only.
answers = model.predict(pd.DataFrame({"log_Temperature": x.ravel() * 1e4, "A_M": y.ravel()}))
boundaries, ax = plt.subplots()
ax.pcolormesh(x, y, pd.Series(answers).map("OBAFGKM".index).to_numpy().reshape(x.shape), alpha=0.4)
sns.scatterplot(data=measurements, x="log_Temperature", y="A_M", hue=stars["Spectral_Class"], ax=ax)
