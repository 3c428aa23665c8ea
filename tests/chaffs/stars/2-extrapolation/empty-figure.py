# title: plt.gcf() after plt.show(), when the figure is gone
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, extended-figure-sine=0, extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
plt.figure(figsize=(10, 4))
plt.plot(x, np.sin(x), label="true sine")
plt.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
plt.xlabel("x")
plt.ylabel("y")
plt.legend()
plt.show()
figure = plt.gcf()
