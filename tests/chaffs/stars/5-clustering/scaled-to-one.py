# title: scaled from 0 to 1 instead of standardised
# exercise: Bonus
# points: transform-scale=0

# %% transform
from sklearn.preprocessing import MinMaxScaler

values = stars[["Temperature", "Luminosity", "Size", "A_M"]].astype(float)
values.iloc[:, :3] = np.log(values.iloc[:, :3])
transformed = MinMaxScaler().fit_transform(values)

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
