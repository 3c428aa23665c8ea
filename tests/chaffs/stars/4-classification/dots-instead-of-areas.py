# title: a cloud of coloured grid points instead of areas
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-areas=0, boundaries-stars=0

# %% boundaries
pair = ["Temperature", "A_M"]
drawn = fit_classifier(measurements[pair], stars["Spectral_Class"])
boundaries, ax = plt.subplots()
gx, gy = np.meshgrid(np.linspace(2000, 40000, 60), np.linspace(-10, 20, 60))
grid = pd.DataFrame({"Temperature": gx.ravel(), "A_M": gy.ravel()})
codes = pd.Series(drawn.predict(grid)).map("OBAFGKM".index)
ax.scatter(gx, gy, c=codes, s=4, alpha=0.3)
ax.scatter(stars["Temperature"], stars["A_M"], c=stars["Spectral_Class"].map("OBAFGKM".index), edgecolor="k")
ax.set_xlabel("Temperature")
ax.set_ylabel("A_M")
