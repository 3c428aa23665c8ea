# title: DataFrame.plot without x: the axis counts the rows
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, extended-figure-sine=0, extended-figure-labels=0

# %% extended-figure
x = np.linspace(-10, 30, 800)
table = pd.DataFrame({"sine": np.sin(x), "model": sine_model.predict(x.reshape(-1, 1))})
axes = table.plot(figsize=(10, 4), xlabel="x", ylabel="y")
figure = axes.figure
