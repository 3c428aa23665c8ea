# title: a straight line and a forest are drawn and scored beside the network
# exercise: Exercise 3

# %% extended-figure
SEED = 0
X = sine_x[::10].reshape(-1, 1)
line = LinearRegression().fit(X, sine_y[::10])
forest = RandomForestRegressor(n_estimators=20, random_state=SEED).fit(X, sine_y[::10])
wide = np.linspace(-12, 32, 900).reshape(-1, 1)
figure, ax = plt.subplots(figsize=(11, 5))
for name, who, colour in (("line", line, "0.7"), ("forest", forest, "tan"), ("sine_model", sine_model, "C0")):
    ax.plot(wide, who.predict(wide), color=colour, label=name)
ax.plot(wide, np.sin(wide), color="C3", ls="-.", label="sine")
ax.plot(sine_x, sine_y, color="C1", lw=6, alpha=0.3, label="sine, as it was in the training data")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend(fontsize="small", ncols=3)

# %% score-between
def score_between(low, high, who=sine_model):
    x = np.linspace(low, high, 1000).reshape(-1, 1)
    return who.score(x, np.sin(x).ravel())

# %% scores
for who in (line, forest):
    print([round(score_between(low, high, who), 2) for low, high in ((-10, 0), (0, 20), (20, 30))])
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
