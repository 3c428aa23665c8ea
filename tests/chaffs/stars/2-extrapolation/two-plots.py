# title: each curve in a plot of its own
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-sine=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, axes = plt.subplots(1, 2, figsize=(12, 4))
axes[0].plot(x, np.sin(x), label="sine")
axes[1].plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
for ax in axes:
    ax.set(xlabel="x", ylabel="y")
    ax.legend()
