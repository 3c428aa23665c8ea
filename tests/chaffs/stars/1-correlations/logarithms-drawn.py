# title: the logarithms are drawn instead of the values
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(np.log10(stars[name]), stars["A_M"], s=12)
    ax.set_xlabel(f"log {name}")
    ax.set_ylabel("A_M")
