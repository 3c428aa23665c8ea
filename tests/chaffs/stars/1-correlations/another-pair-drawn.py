# title: one of the two plots shows a weaker pair, rightly labelled
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Temperature"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")
