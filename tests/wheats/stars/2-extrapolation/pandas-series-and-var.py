# title: Series with x as the index, Series.plot twice, the score by pandas
# exercise: Exercise 3

# %% extended-figure
index = pd.Index(np.linspace(-10, 30, 321), name="x")
truth = pd.Series(np.sin(index), index=index, name="true sine")
guess = pd.Series(sine_model.predict(index.to_numpy().reshape(-1, 1)), index=index, name="neural network model")
ax = truth.plot(legend=True, figsize=(9, 4))
guess.plot(ax=ax, legend=True, style="--")
ax.set_ylabel("y")
figure = ax.figure

# %% score-between
def score_between(low, high):
    frame = pd.DataFrame({"x": np.linspace(low, high, 1000)})
    frame["y"] = np.sin(frame.x)
    frame["p"] = sine_model.predict(frame[["x"]].values)
    return 1 - frame.eval("(y - p) ** 2").mean() / frame["y"].var(ddof=0)

# %% scores
ends = pd.DataFrame({"low": [0, -10, 20], "high": [20, 0, 30]}, index=["inside", "left", "right"])
r2 = ends.apply(lambda row: score_between(row["low"], row["high"]), axis=1)
score_inside = r2["inside"]
score_left = r2["left"]
score_right = r2["right"]

# %% conclusion
where_it_fails = "outside" if (r2 < 0).equals(pd.Series([False, True, True], index=r2.index)) else "nowhere"
remedy = "C"
