# title: zscore of SciPy, the letters T, L, R, M, the silhouette as a mean over samples, names used again
# exercise: Bonus

# %% transform
from scipy.stats import zscore

T, L, R, M = stars[["Temperature", "Luminosity", "Size", "A_M"]].T.to_numpy(dtype=float)
transformed = zscore(np.c_[np.log10(T), np.log10(L), np.log10(R), M])
T = L = R = M = None

# %% search
from sklearn.metrics import silhouette_samples

SEED = 0
models = {}
scores = pd.DataFrame({"k": list(range(2, 9)), "inertia": 0.0, "silhouette": 0.0})
for row, k in enumerate(scores["k"]):
    kmeans = KMeans(n_clusters=int(k), init="k-means++", n_init=10, max_iter=500, random_state=SEED)
    kmeans.fit(transformed, stars["Type"])  # the types are ignored by K-means
    models[int(k)] = kmeans
    distances = kmeans.transform(transformed)
    scores.loc[row, "inertia"] = (distances.min(axis=1) ** 2).sum()
    scores.loc[row, "silhouette"] = silhouette_samples(transformed, kmeans.labels_).mean()
scores = scores.set_index("k").round(4)

fig, ax = plt.subplots()
ax.plot(scores.index, scores.inertia, "b-o")
twin = ax.twinx()
twin.plot(scores.index, scores.silhouette, "r-s")
plt.show()

# %% choice
best_score = -1
for k in scores.index:
    if scores.silhouette[k] > best_score:
        best_score = scores.silhouette[k]
        n_clusters = k
labels = models[n_clusters].predict(transformed).astype("int16")

# %% meaning
stars["Cluster"] = labels
T = stars.pivot_table(index="Cluster", columns="Type", values="A_M", aggfunc="count", fill_value=0)
cluster_types = T.idxmax(axis="columns")
for cluster, name in cluster_types.items():
    print("cluster", cluster, "is mostly", name)
stars = stars.drop(columns="Cluster")
agreement = np.round(adjusted_rand_score(labels, stars.Type), 5)
