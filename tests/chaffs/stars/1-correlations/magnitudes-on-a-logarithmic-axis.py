# title: both axes are logarithmic, and the stars of negative A_M vanish
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.loglog()
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")
