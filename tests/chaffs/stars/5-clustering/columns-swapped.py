# title: the names of the two columns of scores were swapped
# exercise: Bonus
# based-on: shortest-clustering
# points: search-inertia=0, search-silhouette=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"silhouette": inertias, "inertia": silhouettes})
