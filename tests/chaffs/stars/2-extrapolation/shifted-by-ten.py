# title: the prediction is drawn from 0 to 40, where the network was asked from -10 to 30
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x + 10, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()
