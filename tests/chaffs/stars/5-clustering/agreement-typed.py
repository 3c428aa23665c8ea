# title: the agreement of one file typed in
# exercise: Bonus
# based-on: shortest-clustering
# points-elsewhere: meaning-agreement=0

# %% search
models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=0).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = 0.645
