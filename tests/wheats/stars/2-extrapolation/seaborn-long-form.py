# title: seaborn's lineplot of a long table with a hue, more points than asked
# exercise: Exercise 3

# %% extended-figure
x = np.linspace(-12, 32, 1500)
wide = pd.DataFrame({"x": x, "sine": np.sin(x), "model prediction": sine_model.predict(x.reshape(-1, 1))})
long = wide.melt(id_vars="x", var_name="curve", value_name="y")
figure, ax = plt.subplots(figsize=(11, 4))
sns.lineplot(data=long, x="x", y="y", hue="curve", style="curve", ax=ax)
ax.axvspan(0, 20, alpha=0.1)

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 5001)
    return float(r2_score(y_true=np.sin(x), y_pred=sine_model.predict(x.reshape(-1, 1))))

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
