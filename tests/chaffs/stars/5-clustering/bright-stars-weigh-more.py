# title: K-means weighs each star by its luminosity
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED)
    models[k].fit(transformed, sample_weight=stars["Luminosity"])
    offsets = transformed.to_numpy() - models[k].cluster_centers_[models[k].labels_]
    inertias[k] = (offsets**2).sum()
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
