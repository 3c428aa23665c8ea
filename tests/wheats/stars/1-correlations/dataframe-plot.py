# title: DataFrame.plot.scatter with a colour bar, r from new columns in the table
# exercise: Exercise 2

# %% scatter-plots
figure, (left, right) = plt.subplots(nrows=1, ncols=2, figsize=(11, 4))
stars.plot.scatter(x="A_M", y="Luminosity", c="Temperature", colormap="viridis", ax=left)
stars.plot(kind="scatter", x="A_M", y="Size", ax=right)
plt.show()

# %% log-correlation
def log_correlation(x, y):
    table = pd.DataFrame({"log of x": np.log(x.where(x > 0)), "y": y})
    if table["log of x"].isna().any():
        return float("nan")
    return float(table.corr().iloc[0, 1])

# %% log-numbers
stars["log_size"] = np.log(stars["Size"])
matrix_of_all = stars.corr(numeric_only=True)
log_variable = "Size"
r_before = matrix_of_all.loc["Size", "A_M"]
r_after = matrix_of_all.loc["log_size", "A_M"]

# %% log-effect
difference = abs(r_after) - abs(r_before)
effect = {True: "stronger", False: "weaker"}[difference > 0]
if -0.01 < difference < 0.01:
    effect = "unchanged"
