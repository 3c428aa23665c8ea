# title: DataFrame.plot of a table, np.arange that ends one step early, the formula of R2
# exercise: Exercise 3

# %% extended-figure
table = pd.DataFrame({"x": np.arange(-10, 30, 0.1)})
table["the sine"] = np.sin(table["x"])
table["the model"] = sine_model.predict(table[["x"]].to_numpy())
axes = table.plot(x="x", figsize=(10, 4), title="Outside of the data")
axes.set_ylabel("y")
figure = axes.get_figure()

# %% score-between
def score_between(low, high):
    x = np.arange(low, high, (high - low) / 1000)
    truth, guess = np.sin(x), sine_model.predict(x.reshape((len(x), 1)))
    errors = ((truth - guess) ** 2).sum()
    spread = ((truth - truth.mean()) ** 2).sum()
    return 1 - errors / spread

# %% scores
score_left, score_inside, score_right = [score_between(*ends) for ends in [(-10, 0), (0, 20), (20, 30)]]
print(score_left, score_inside, score_right)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
