# title: the prediction is called a sine too; only the grey area speaks of the model
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.axvspan(0, 20, color="0.9", label="where the model was trained")
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="predicted sine")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()
