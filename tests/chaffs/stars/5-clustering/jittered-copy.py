# title: K-means got the copy with some jitter that was meant for the picture
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0

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
