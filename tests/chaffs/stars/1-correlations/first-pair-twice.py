# title: both plots show the first pair, rightly labelled
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars["Luminosity"], stars["A_M"], s=12)
    ax.set_xlabel("Luminosity")
    ax.set_ylabel("A_M")
