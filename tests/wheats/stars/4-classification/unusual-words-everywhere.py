# title: other names for all arguments, arrays inside, text columns numbered in order by a list of one's own
# exercise: Exercise 6

# %% spectral-features
features = ["Color", "log_Temperature"]

# %% fit-classifier
SEED = 0
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, RobustScaler


def fit_classifier(tabelle, klassen):
    # Die Farbe wird zu Spalten aus 0 und 1, die Zahl wird skaliert.
    text = tabelle.select_dtypes(exclude="number").columns.tolist()
    zahl = [s for s in tabelle if s not in text]
    vorbereitung = ColumnTransformer(
        [("farbe", OneHotEncoder(handle_unknown="ignore", sparse_output=False), text), ("zahl", RobustScaler(), zahl)]
    ).set_output(transform="pandas")
    netz = MLPClassifier(hidden_layer_sizes=(20, 20), activation="tanh", max_iter=250, learning_rate_init=0.02, random_state=SEED)
    kette = make_pipeline(vorbereitung, netz)
    return kette.fit(tabelle, klassen)

# %% report
SEED = 0
alles = measurements.join(stars[["Color", "Type"]])
X_train, X_test, y_train, y_test = train_test_split(alles[features], stars["Spectral_Class"], test_size=0.2, random_state=SEED)
model = fit_classifier(X_train, y_train)
treffer = [v == w for v, w in zip(model.predict(X_test), y_test)]
accuracy = treffer.count(True) / len(treffer)

# %% boundaries
zwei = alles[["log_Temperature", "log_Size"]]
netz2 = fit_classifier(zwei, stars["Spectral_Class"])
boundaries, achse = plt.subplots()
waagrecht = np.arange(3.2, 4.75, 0.015)
senkrecht = np.arange(-2.5, 3.8, 0.06)
bild = np.empty((len(senkrecht), len(waagrecht)))
for zeile, wert in enumerate(senkrecht):
    antwort = netz2.predict(pd.DataFrame({"log_Temperature": waagrecht, "log_Size": wert}))
    bild[zeile] = ["OBAFGKM".index(a) for a in antwort]
achse.pcolormesh(waagrecht, senkrecht, bild, cmap="Spectral", shading="auto")
achse.scatter(zwei.values[:, 0], zwei.values[:, 1], s=6, c="k")
achse.set_xlabel("LOG_TEMPERATURE")
achse.set_ylabel("log_Size")
