# title: seaborn PairGrid mapped with pyplot, r from the slope of standardised values
# exercise: Exercise 2

# %% scatter-plots
grid = sns.PairGrid(stars, x_vars=["A_M"], y_vars=["Size", "Luminosity"], height=3, aspect=1.6)
grid.map(plt.scatter, s=14)
for a in grid.axes.ravel():
    a.set_xlabel("A_M")
figure = grid.fig

# %% log-correlation
zscore = lambda v: (v - v.mean()) / v.std()


def log_correlation(x, y):
    """r is the slope of the line when both are standardised."""
    if (x > 0).mean() < 1:
        return float("nan")
    slope, _ = np.polyfit(zscore(np.log(x)), zscore(y), deg=1)
    return slope

# %% log-numbers
log_variable = str(stars.columns[1])
r_before = np.polyfit(zscore(stars[log_variable]), zscore(stars["A_M"]), 1)[0]
r_after = log_correlation(stars[log_variable], stars["A_M"])

# %% log-effect
r2_before, r2_after = r_before**2, r_after**2
effect = "stronger" if r2_after > r2_before else "weaker"
