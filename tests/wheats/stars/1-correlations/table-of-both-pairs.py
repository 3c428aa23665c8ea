# title: a table of both pairs before and after, the row with the larger gain chosen
# exercise: Exercise 2

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(13, 5))
stars.plot.scatter("Luminosity", "A_M", ax=axes[0], logx=True, grid=True)
stars.plot.scatter("Size", "A_M", ax=axes[1], logx=True, grid=True)
axes[0].axhline(0, color="grey", lw=1)
axes[1].axhline(0, color="grey", lw=1)
axes[0].text(0.05, 0.05, "bright", transform=axes[0].transAxes)

# %% log-correlation
def log_correlation(x, y):
    if x.le(0).any():
        return float("nan")
    both = pd.concat([np.log(x).rename("log x"), y.rename("y")], axis="columns")
    return both.corr().at["log x", "y"]

# %% log-numbers
summary = pd.DataFrame(
    [[v, stars[v].corr(stars["A_M"]), log_correlation(stars[v], stars["A_M"])] for v in ["Luminosity", "Size"]],
    columns=["variable", "before", "after"],
)
display(summary.round(3))
log_variable, r_before, r_after = summary.iloc[summary.eval("abs(after) - abs(before)").argmax()]

# %% log-effect
effect = "stronger"  # from the table above: |r| goes up a lot
