# title: a class that fits when it is made, cells added before and after, the table sorted by score
# exercise: Bonus

# %% insert-before transform
FEATURES = ["Temperature", "Luminosity", "Size"]


def standardise(values):
    return values.sub(values.mean()).div(values.std(ddof=0))

# %% transform
logs = stars[FEATURES].apply(np.log2)
transformed = standardise(logs.join(stars["A_M"]))

# %% insert-after transform
transformed.plot.box()
plt.show()

# %% search
SEED = 0


class Clustering:
    """One K-means, with what it is worth."""

    def __init__(self, points, k):
        self.model = KMeans(n_clusters=k, n_init=15, random_state=SEED).fit(points)
        self.inertia = -self.model.score(points)
        self.silhouette = silhouette_score(points, self.model.predict(points))


found = {k: Clustering(transformed, k) for k in range(2, 9)}
models = {k: each.model for k, each in found.items()}
scores = pd.DataFrame({k: {"inertia": each.inertia, "silhouette": each.silhouette} for k, each in found.items()}).T
scores.sort_values("silhouette", ascending=False, inplace=True)
scores

# %% insert-before choice
scores.sort_index().plot(subplots=True, marker="o")
plt.show()

# %% choice
n_clusters = scores.index[0]
labels = pd.Categorical(models[n_clusters].labels_).codes

# %% meaning
cluster_types = pd.Series(labels).groupby(labels).apply(lambda own: stars["Type"].iloc[own.index].mode().iat[0])
agreement = adjusted_rand_score(labels_true=stars["Type"], labels_pred=labels)
