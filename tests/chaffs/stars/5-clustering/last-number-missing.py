# title: range(2, 8) ends at 7
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 8):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
