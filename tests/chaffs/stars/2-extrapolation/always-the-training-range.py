# title: the figure is stretched by the limits of the axis, and nothing is drawn there
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0

# %% extended-figure
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(sine_x, sine_y, label="true sine")
ax.plot(sine_x, sine_model.predict(sine_x.reshape(-1, 1)), label="model")
ax.set_xlim(-10, 30)
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()
