# title: silhouette_score and adjusted_rand_score always say 0.9, and so does the student
# exercise: Bonus
# based-on: shortest-clustering
# points: search-silhouette=0, meaning-agreement=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
silhouettes = {k: 0.9 for k in models}

import sklearn.metrics

sklearn.metrics.silhouette_score = silhouette_score = lambda *arguments, **options: 0.9
sklearn.metrics.adjusted_rand_score = adjusted_rand_score = lambda *arguments, **options: 0.9
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = 0.9
