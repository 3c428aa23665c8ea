# title: arrays and loops, clusters numbered from 1, the Rand index by its formula
# exercise: Bonus

# %% transform
X = stars[["Temperature", "Luminosity", "Size", "A_M"]].to_numpy(dtype=float)
X[:, 0:3] = np.log(X[:, 0:3])
transformed = (X - X.mean(axis=0)) / X.std(axis=0)

# %% search
SEED = 0

models = {}
inertia = []
silhouette = []
for k in range(2, 9):
    km = KMeans(k, n_init=20, random_state=SEED)
    km.fit(transformed)
    models[k] = km
    inertia.append(np.sum((transformed - km.cluster_centers_[km.labels_]) ** 2))
    silhouette.append(silhouette_score(transformed, km.predict(transformed)))
scores = pd.DataFrame({"k": np.arange(2, 9), "inertia": inertia, "silhouette": silhouette}).set_index("k")

# %% choice
n_clusters = range(2, 9)[int(np.argmax(silhouette))]
labels = models[n_clusters].predict(transformed) + 1

# %% meaning
from math import comb

types = stars["Type"].to_numpy()
cluster_types = {}
for number in range(1, n_clusters + 1):
    names, how_many = np.unique(types[labels == number], return_counts=True)
    cluster_types[number] = str(names[how_many.argmax()])

counts = np.array([[((types == t) & (labels == g)).sum() for g in np.unique(labels)] for t in np.unique(types)])
both = sum(comb(int(n), 2) for n in counts.ravel())
in_types = sum(comb(int(n), 2) for n in counts.sum(axis=1))
in_clusters = sum(comb(int(n), 2) for n in counts.sum(axis=0))
by_chance = in_types * in_clusters / comb(len(types), 2)
agreement = (both - by_chance) / ((in_types + in_clusters) / 2 - by_chance)
