# title: rounded to three digits, the number of clusters and the types read off, the names typed by position
# exercise: Bonus

# %% transform
transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()

# %% search
SEED = 0

models = {k: KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed) for k in range(2, 9)}
scores = pd.DataFrame(
    {
        "inertia": [round(float(models[k].inertia_), 3) for k in models],
        "silhouette": [round(float(silhouette_score(transformed, models[k].labels_)), 3) for k in models],
    },
    index=models.keys(),
)

# %% choice
n_clusters = 2
for k in range(3, 9):
    if scores["silhouette"][k] > scores["silhouette"][n_clusters]:
        n_clusters = k
labels = pd.Series(models[n_clusters].labels_, index=stars.index)

# %% meaning
table = pd.crosstab(labels, stars["Type"])
names = list(table.columns)
cluster_types = {label: names[row.to_numpy().argmax()] for label, row in table.iterrows()}
agreement = round(adjusted_rand_score(stars["Type"], labels), 3)
