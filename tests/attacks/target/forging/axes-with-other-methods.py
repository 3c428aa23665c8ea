# title: genuine empty axes with other methods hung onto them
# exercise: Exercise 4
# points: figure-test=0

# %% figure
figure, ax = plt.subplots(figsize=(3, 2))
ax.scatter([0, 1], [0, 1])
ax.get_ylabel = lambda: "y"
ax.collections[0].get_offsets = lambda: table[["x", "y"]].to_numpy()
