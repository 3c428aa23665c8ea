# title: the scores of one file typed in
# exercise: Bonus
# points-elsewhere: search-inertia=0, search-silhouette=0, choice-number=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()

# %% search
models = {k: KMeans(n_clusters=k, n_init=10, random_state=0).fit(transformed) for k in range(2, 9)}
scores = pd.DataFrame(
    {
        "inertia": [281.274, 164.242, 96.640, 63.898, 46.390, 32.623, 24.458],
        "silhouette": [0.623, 0.632, 0.608, 0.630, 0.618, 0.635, 0.621],
    },
    index=range(2, 9),
)

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = models[n_clusters].labels_

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = adjusted_rand_score(stars["Type"], labels)
