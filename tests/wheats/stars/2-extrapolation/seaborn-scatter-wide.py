# title: seaborn's scatterplot of a long table for the dots, lineplot for the truth, arguments by name
# exercise: Exercise 3

# %% extended-figure
import seaborn

data = pd.DataFrame({"x": np.arange(-10, 30.01, 0.05)})
data = data.assign(y=np.sin(data["x"]), p=sine_model.predict(data[["x"]].values))
figure = plt.figure(figsize=(10, 4))
ax = figure.gca()
seaborn.lineplot(data, x="x", y="y", color="green", label="Real sine", ax=ax)
seaborn.scatterplot(data, x="x", y="p", color="purple", label="What the model predicts", s=8, linewidth=0, ax=ax)
ax.set(xlabel="x", ylabel="sine of x")

# %% score-between
def score_between(low=0, high=20, number=1000, estimator=sine_model):
    x = np.linspace(start=low, stop=high, num=number)
    return r2_score(y_pred=estimator.predict(X=x.reshape((-1, 1))), y_true=np.sin(x))

# %% scores
score_inside = score_between()
score_left = score_between(high=0, low=-10)
score_right = score_between(20, high=30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
