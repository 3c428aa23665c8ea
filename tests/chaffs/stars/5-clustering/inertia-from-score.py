# title: score(), which has the other sign, made positive, of one k too many
# exercise: Bonus
# based-on: shortest-clustering
# points: search-inertia=0

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = abs(models[max(2, k - 1)].score(transformed))
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})
