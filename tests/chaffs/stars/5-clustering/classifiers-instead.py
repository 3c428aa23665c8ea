# title: a classifier that was told the types, for each k neighbours
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0, choice-number=0, choice-labels=0, meaning-types=0, meaning-agreement=0

# %% search
from sklearn.neighbors import KNeighborsClassifier

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KNeighborsClassifier(n_neighbors=k).fit(transformed, stars["Type"])
    inertias[k] = 1 - models[k].score(transformed, stars["Type"])
    silhouettes[k] = models[k].score(transformed, stars["Type"])
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = models[n_clusters].predict(transformed)

# %% meaning
cluster_types = {name: name for name in labels}
agreement = float(np.mean(labels == stars["Type"]))
