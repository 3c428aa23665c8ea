# title: only the first hundred stars are drawn
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: scatter-plots-data=0, scatter-plots-labels=0

# %% scatter-plots
some = stars.head(100)
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(some[name], some["A_M"], s=12)
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")
