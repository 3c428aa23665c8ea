# title: seaborn's pair plot, and a function in which nan comes out by itself
# exercise: Exercise 2

# %% scatter-plots
grid = sns.pairplot(stars, x_vars=["Luminosity", "Size"], y_vars=["A_M"], height=4)
for axes in grid.axes.flat:
    axes.set_ylabel("A_M")
figure = grid.figure

# %% log-correlation
def log_correlation(x, y):
    return np.corrcoef(np.log(x), y)[0, 1]

# %% log-numbers
log_variable = "Size"
r_before = stars[["Size", "A_M"]].corr().iloc[0, 1]
r_after = stars.assign(Size=stars["Size"].apply(np.log))[["Size", "A_M"]].corr().iloc[0, 1]

# %% log-effect
if abs(abs(r_after) - abs(r_before)) < 0.01:
    effect = "unchanged"
elif abs(r_after) > abs(r_before):
    effect = "stronger"
else:
    effect = "weaker"
