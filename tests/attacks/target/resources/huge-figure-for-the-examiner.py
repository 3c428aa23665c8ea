# title: a figure with more points, texts and lines than anybody wants to rebuild
# exercise: Exercise 4
# points: figure-test=0
# verdicts: figure-test=unsupported
# peers: no

# %% figure
figure, ax = plt.subplots(figsize=(3, 2))
ax.scatter(np.zeros(2_000_000), np.zeros(2_000_000))
for number in range(3000):
    ax.text(0, 0, "x" * 1000)
ax.set_xlabel("x" * 1_000_000)
ax.set_ylabel("y")
plt.close(figure)
