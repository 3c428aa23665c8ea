# title: the table was transformed, and K-means got the old one
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0

# %% search
SEED = 0

raw = stars[["Temperature", "Luminosity", "Size", "A_M"]]
models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(raw)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(raw, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
