# title: the true curve is called truth; the word sine stands beside the grey area
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.axvspan(0, 20, color="0.9", label="part of the sine to learn from")
ax.plot(x, np.sin(x), label="truth")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()
