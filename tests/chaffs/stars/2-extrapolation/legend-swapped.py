# title: the names in the legend are in the wrong order
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x))
ax.plot(x, sine_model.predict(x.reshape(-1, 1)))
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend(["model", "true sine"])
