# title: the labels as a column of the table, groupby with mode, random starts
# exercise: Bonus

# %% transform
def z_score(column):
    return (column - column.mean()) / column.std()


transformed = pd.DataFrame(
    {
        "log T": z_score(np.log10(stars["Temperature"])),
        "log L": z_score(np.log10(stars["Luminosity"])),
        "log R": z_score(np.log10(stars["Size"])),
        "M": z_score(stars["A_M"]),
    }
)

# %% search
SEED = 0


def fitted(k):
    return KMeans(n_clusters=k, init="random", n_init=30, random_state=SEED, algorithm="elkan").fit(transformed)


models = {k: fitted(k) for k in range(2, 9)}
scores = pd.DataFrame(index=range(2, 9), columns=["inertia", "silhouette"], dtype=float)
for k in scores.index:
    scores.loc[k, "inertia"] = models[k].inertia_
    scores.loc[k, "silhouette"] = silhouette_score(transformed, models[k].labels_)
scores["gain"] = -scores["inertia"].diff()

# %% choice
n_clusters = scores["silhouette"].sort_values().index[-1]
stars["cluster"] = models[n_clusters].labels_
labels = stars["cluster"]

# %% meaning
cluster_types = stars.groupby("cluster")["Type"].agg(lambda types: types.mode()[0])
agreement = adjusted_rand_score(stars["Type"], stars["cluster"])
sns.scatterplot(stars, x="Temperature", y="A_M", hue="cluster", style="Type", palette="colorblind")
plt.gca().invert_xaxis()
plt.gca().invert_yaxis()
plt.show()
