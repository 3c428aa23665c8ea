# title: standardised by the means and standard deviations of one file, typed in
# exercise: Bonus
# points-elsewhere: transform-scale=0

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
means = [8.98259466, 2.20623002, 0.46203047, 4.60158333]
spreads = [0.91597728, 8.60683160, 3.55270784, 10.43790056]
transformed = (transformed - means) / spreads

# %% search
SEED = 0

models, inertias, silhouettes = {}, {}, {}
for k in range(2, 9):
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    inertias[k] = models[k].inertia_
    silhouettes[k] = silhouette_score(transformed, models[k].labels_)
scores = pd.DataFrame({"inertia": inertias, "silhouette": silhouettes})

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = models[n_clusters].labels_

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = adjusted_rand_score(stars["Type"], labels)
