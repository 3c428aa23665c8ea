# title: the labels of the x axes stand under the wrong plots
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-labels=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
axes[0].scatter(stars["Luminosity"], stars["A_M"])
axes[1].scatter(stars["Size"], stars["A_M"])
axes[0].set_xlabel("Size")
axes[1].set_xlabel("Luminosity")
for ax in axes:
    ax.set_ylabel("A_M")
