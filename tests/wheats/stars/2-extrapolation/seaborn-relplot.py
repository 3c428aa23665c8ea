# title: seaborn's relplot, whose legend belongs to the figure; its points are one cloud
# exercise: Exercise 3

# %% extended-figure
x = np.linspace(-10, 30, 600)
curves = pd.concat([
    pd.DataFrame({"x": x, "y": np.sin(x), "what": "Sine, the truth"}),
    pd.DataFrame({"x": x, "y": sine_model.predict(x.reshape(-1, 1)), "what": "Model, the guess"}),
])
grid = sns.relplot(data=curves, x="x", y="y", hue="what", aspect=2, s=12, linewidth=0)
figure = grid.figure

# %% score-between
from sklearn import metrics


def score_between(low, high):
    x = np.linspace(low, high, num=1000, endpoint=True)
    prediction = sine_model.predict(np.array([x]).T)
    return metrics.r2_score(np.sin(x), prediction)

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
