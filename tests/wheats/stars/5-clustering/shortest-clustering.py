# title: the shortest way; many wrong solutions are this one with a fault
# exercise: Bonus

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
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
