# title: each axis carries the name of the other
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-labels=0

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
)
drawn.fit(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair], response_method="predict", alpha=0.4, ax=ax)
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
ax.set_xlabel("A_M")
ax.set_ylabel("Temperature")
