# title: the true sine stops where the training data stop
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-sine=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(sine_x, sine_y, label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()
