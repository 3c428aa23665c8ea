# title: both clouds lie over each other in the first plot
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for name in ["Luminosity", "Size"]:
    axes[0].scatter(stars[name], stars["A_M"], label=name)
axes[0].legend()
for ax in axes:
    ax.set_xlabel("Luminosity, Size")
    ax.set_ylabel("A_M")
