# title: plt.xlabel and plt.ylabel labelled the last plot, the one of the errors
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
guess = sine_model.predict(x.reshape(-1, 1))
figure, (ax, below) = plt.subplots(2, 1, figsize=(10, 6))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, guess, label="model")
ax.legend()
below.plot(x, guess - np.sin(x), color="black")
plt.xlabel("x")
plt.ylabel("y")
