# title: no labels on the y axes
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_xlabel(name)
