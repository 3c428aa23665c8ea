# title: K-means got the copy with some jitter that was meant for the picture
# exercise: Bonus
# points: search-models=0, search-inertia=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()

# %% search
SEED = 0

jitter = np.random.default_rng(SEED).normal(0, 0.15, transformed.shape)
jittered = transformed.to_numpy() + jitter
models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(jittered)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = models[n_clusters].labels_

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = adjusted_rand_score(stars["Type"], labels)
