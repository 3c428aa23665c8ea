# title: sine_model is another network now, trained on the wider range
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
sine_model = MLPRegressor(
    hidden_layer_sizes=(30, 30), activation="tanh", solver="lbfgs", max_iter=300, random_state=0
)
sine_model.fit(x.reshape(-1, 1), np.sin(x))
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
