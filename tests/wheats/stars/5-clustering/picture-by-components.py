# title: components for the picture, K-means on the four columns, a column of clusters added at the end
# exercise: Bonus

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].transform(
    {"Temperature": np.log, "Luminosity": np.log, "Size": np.log, "A_M": lambda column: column}
)
transformed = pd.DataFrame(StandardScaler().fit_transform(transformed), columns=transformed.columns)

# %% search
SEED = 0

pca = PCA(n_components=2, random_state=SEED)
flat = pca.fit_transform(transformed)
models = dict()
scores = pd.DataFrame()
for k in range(2, 9):
    kmeans = KMeans(n_clusters=k, n_init=50, random_state=SEED)
    groups = kmeans.fit_predict(transformed)
    models[k] = kmeans
    scores.loc[k, "inertia"] = kmeans.inertia_
    scores.loc[k, "silhouette"] = silhouette_score(transformed, groups)

# %% choice
n_clusters = scores["silhouette"].idxmax()
labels = np.array(models[n_clusters].labels_, dtype="int64")
plt.scatter(flat[:, 0], flat[:, 1], c=labels, cmap="tab10")
plt.show()

# %% meaning
transformed["cluster"] = labels
transformed["type"] = stars["Type"]
cluster_types = {}
for cluster, members in transformed.groupby("cluster"):
    cluster_types[cluster] = members["type"].value_counts().index[0]
agreement = adjusted_rand_score(transformed["type"], transformed["cluster"])
