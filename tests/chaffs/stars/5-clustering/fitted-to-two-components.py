# title: K-means on two principal components
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0

# %% search
SEED = 0

plane = PCA(n_components=2, random_state=SEED).fit_transform(transformed)
models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(plane)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(plane, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
