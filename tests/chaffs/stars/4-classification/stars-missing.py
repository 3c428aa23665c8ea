# title: the areas alone
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-stars=0

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(30, 30), solver="lbfgs", max_iter=500, random_state=0)
)
drawn.fit(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
DecisionBoundaryDisplay.from_estimator(drawn, measurements[pair], response_method="predict", alpha=0.4, ax=ax)
