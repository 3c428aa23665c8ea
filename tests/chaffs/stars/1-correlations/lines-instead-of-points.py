# title: the rows are joined by lines in the order of the file
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.plot(stars[name], stars["A_M"])
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")
