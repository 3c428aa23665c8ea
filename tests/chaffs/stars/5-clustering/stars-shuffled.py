# title: the rows were shuffled before the fit, and the labels stand in that order
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0

# %% search
SEED = 0

shuffled = transformed.sample(frac=1, random_state=SEED)
models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(shuffled)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(shuffled, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
