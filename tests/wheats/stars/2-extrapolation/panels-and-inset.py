# title: a mosaic with the errors and the scores beside it, and an inset that zooms in
# exercise: Exercise 3

# %% extended-figure
xx = np.linspace(-10, 30, 1600)
yy = network_output(xx)
figure, spot = plt.subplot_mosaic("AA;BC", figsize=(10, 7), layout="constrained")
spot["A"].plot(xx, np.sin(xx), color=ORANGE, lw=5, alpha=0.5, label="truth: sine")
spot["A"].plot(xx, yy, color=BLUE, label="prediction: model")
spot["A"].set_xlabel("x")
spot["A"].set_ylabel("y")
spot["A"].legend(loc="upper center", ncols=2)
zoom = spot["A"].inset_axes([0.4, 0.05, 0.2, 0.3])
zoom.plot(xx[(xx > 8) & (xx < 10)], yy[(xx > 8) & (xx < 10)], color=BLUE)
zoom.set_xticks([])
zoom.set_yticks([])
spot["B"].semilogy(xx, np.abs(yy - np.sin(xx)), color="black")
spot["B"].set_xlabel("x")
spot["B"].set_ylabel("absolute error")
spot["C"].hist(yy - np.sin(xx), bins=40)
spot["C"].set_xlabel("error")
sns.despine(figure)

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    t = np.sin(x)
    return 1 - np.linalg.norm(t - network_output(x)) ** 2 / np.linalg.norm(t - t.mean()) ** 2

# %% scores
score_inside, score_left, score_right = map(score_between, (0, -10, 20), (20, 0, 30))

# %% conclusion
where_it_fails = "outside"
remedy = "C"
