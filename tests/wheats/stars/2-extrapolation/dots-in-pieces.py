# title: the prediction as dots in three colours, interval by interval, calculated by network_output
# exercise: Exercise 3

# %% extended-figure
figure, ax = plt.subplots(figsize=(10, 5))
for low, high, color, name in [
    (-10, 0, "tab:red", "model, left of its data"),
    (0, 20, "tab:blue", "model, among its data"),
    (20, 30, "tab:purple", "model, right of its data"),
]:
    part = np.linspace(low, high, 150)
    ax.scatter(part, network_output(part), s=6, color=color, label=name)
    ax.plot(part, np.sin(part), color="black", linewidth=1, zorder=0)
ax.lines[0].set_label("sine")
ax.set(xlabel="x", ylabel="y", xlim=(-10, 30), ylim=(-3, 3))
ax.legend(loc="lower center", ncols=2)

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    y, y_hat = np.sin(x), network_output(x)
    return 1 - np.mean((y - y_hat) ** 2) / np.var(y)

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
fails = {name: score < 0 for name, score in [("in", score_inside), ("l", score_left), ("r", score_right)]}
if fails["in"]:
    where_it_fails = "everywhere" if fails["l"] and fails["r"] else "inside"
else:
    where_it_fails = "outside" if fails["l"] and fails["r"] else "nowhere"
remedy = "ABCD"[2]
