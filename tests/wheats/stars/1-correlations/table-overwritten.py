# title: the columns of stars are replaced by their logarithms, after the figure
# exercise: Exercise 2

# %% scatter-plots
plt.subplot(1, 2, 1)
plt.plot(stars["Luminosity"], stars["A_M"], "bo")
plt.xlabel("Luminosity"); plt.ylabel("A_M")
plt.subplot(1, 2, 2)
plt.plot(stars["Size"], stars["A_M"], "ro")
plt.xlabel("Size"); plt.ylabel("A_M")
plt.tight_layout()
figure = plt.gcf()
plt.show();

# %% log-correlation
def log_correlation(x, y):
    df = pd.DataFrame()
    df["x"] = x
    df["y"] = y
    if len(df[df["x"] <= 0]) > 0:
        return float("nan")
    df["x"] = np.log(df["x"])
    return df.corr()["x"]["y"]

# %% log-numbers
log_variable = "Size"
r_before = stars.corr(numeric_only=True)["Size"]["A_M"]
stars["Size"] = np.log(stars["Size"])
stars["Luminosity"] = np.log(stars["Luminosity"])
r_after = stars.corr(numeric_only=True)["Size"]["A_M"]
stars.head()

# %% log-effect
effect = "stronger" if abs(r_before) < abs(r_after) else "weaker"
