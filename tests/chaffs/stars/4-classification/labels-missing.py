# title: arrays without names, so that the axes carry none
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-labels=0

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
)
drawn.fit(measurements[pair].to_numpy(), stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair].to_numpy(), response_method="predict", alpha=0.4, ax=ax)
ax.scatter(stars["Temperature"], stars["A_M"], s=10, color="black")
