# title: StandardScaler, comprehensions, crosstab
# exercise: Bonus

# %% transform
table = stars[["Temperature", "Luminosity", "Size", "A_M"]].astype(float)
table.iloc[:, :3] = np.log10(table.iloc[:, :3])
transformed = StandardScaler().fit_transform(table)

# %% search
SEED = 0

models = {k: KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed) for k in range(2, 9)}
scores = pd.DataFrame(
    [[model.inertia_, silhouette_score(transformed, model.labels_)] for model in models.values()],
    index=list(models),
    columns=["inertia", "silhouette"],
)
scores.plot(subplots=True, marker="o")
plt.show()

# %% choice
n_clusters = scores.silhouette.idxmax()
labels = models[n_clusters].labels_

# %% meaning
table = pd.crosstab(stars["Type"], labels)
display(table)
cluster_types = table.idxmax()
agreement = adjusted_rand_score(stars["Type"], labels)
