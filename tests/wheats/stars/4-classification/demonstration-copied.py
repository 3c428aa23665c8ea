# title: the demonstration's recipe and its picture, adapted
# exercise: Exercise 6

# %% spectral-features
features = ["Temperature", "A_M"]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    spectral_classifier = make_pipeline(
        StandardScaler(),
        MLPClassifier(
            hidden_layer_sizes=(50, 50), activation="tanh", learning_rate_init=0.005, max_iter=600, random_state=SEED
        ),
    )
    spectral_classifier.fit(X_train, y_train)
    return spectral_classifier

# %% report
SEED = 0
X_spectral = measurements[features]
y_spectral = stars["Spectral_Class"]
X_train, X_test, y_train, y_test = train_test_split(X_spectral, y_spectral, test_size=0.2, random_state=SEED)
model = fit_classifier(X_train, y_train)
print(f"accuracy on the {len(X_train)} training stars: {model.score(X_train, y_train):.3f}")
accuracy = model.score(X_test, y_test)
print(f"accuracy on the {len(X_test)} test stars:     {accuracy:.3f}")
ConfusionMatrixDisplay.from_predictions(y_test, model.predict(X_test), cmap="Blues", colorbar=False)
plt.show()

# %% boundaries
spectral_colors = dict(zip(model.classes_, sns.color_palette("colorblind", len(model.classes_))))
spectral_map, ax = plt.subplots(figsize=(8.4, 5.4), layout="constrained")
DecisionBoundaryDisplay.from_estimator(
    model, X_spectral, ax=ax, response_method="predict_proba", plot_method="pcolormesh",
    grid_resolution=150, multiclass_colors=[spectral_colors[name] for name in model.classes_], alpha=0.35,
)
for rows, marker, size in ((X_train, "o", 26), (X_test, "*", 110)):
    for name in model.classes_:
        group = rows[stars.loc[rows.index, "Spectral_Class"] == name]
        ax.scatter(
            group["Temperature"], group["A_M"], color=spectral_colors[name], marker=marker, s=size,
            edgecolor="black", linewidth=0.5, label=name if marker == "o" else None,
        )
ax.set_xlabel("Temperature (K)")
ax.invert_xaxis()
ax.invert_yaxis()
ax.set_ylabel("A_M (mag), bright is up")
ax.legend(title="Spectral_Class", loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
plt.show()
boundaries = spectral_map
