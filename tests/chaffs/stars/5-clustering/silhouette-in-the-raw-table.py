# title: the silhouettes were measured in the table as it is in the file
# exercise: Bonus
# based-on: shortest-clustering
# points: search-silhouette=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(stars[["Temperature", "Luminosity", "Size", "A_M"]], models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
