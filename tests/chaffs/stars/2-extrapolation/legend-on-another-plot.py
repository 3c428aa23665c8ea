# title: plt.legend explains the last plot, the one of the slopes, and not the curves
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
guess = sine_model.predict(x.reshape(-1, 1))
figure, (ax, below) = plt.subplots(2, 1, figsize=(10, 6))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, guess, label="model")
below.plot(x, np.gradient(np.sin(x), x), label="slope of the sine")
below.plot(x, np.gradient(guess, x), label="slope of the model")
for each in (ax, below):
    each.set_xlabel("x")
    each.set_ylabel("y")
plt.legend()
