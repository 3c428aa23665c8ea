# title: every model in a line of its own, typed keys, one number after the other
# exercise: Bonus

# %% transform
logT = np.log10(stars["Temperature"])
logL = np.log10(stars["Luminosity"])
logR = np.log10(stars["Size"])
mag = stars["A_M"]
data = pd.concat([logT, logL, logR, mag], axis=1)
# data = np.log10(data)   # does not work, A_M is negative!
scaler = StandardScaler()
scaler.fit(data)
transformed = scaler.transform(data)
print(transformed.mean(axis=0), transformed.std(axis=0))
transformed

# %% search
SEED = 0

km2 = KMeans(2, n_init=10, random_state=SEED).fit(transformed)
km3 = KMeans(3, n_init=10, random_state=SEED).fit(transformed)
km4 = KMeans(4, n_init=10, random_state=SEED).fit(transformed)
km5 = KMeans(5, n_init=10, random_state=SEED).fit(transformed)
km6 = KMeans(6, n_init=10, random_state=SEED).fit(transformed)
km7 = KMeans(7, n_init=10, random_state=SEED).fit(transformed)
km8 = KMeans(8, n_init=10, random_state=SEED).fit(transformed)
models = {2: km2, 3: km3, 4: km4, 5: km5, 6: km6, 7: km7, 8: km8}
scores = pd.DataFrame(
    [
        [km2.inertia_, silhouette_score(transformed, km2.labels_)],
        [km3.inertia_, silhouette_score(transformed, km3.labels_)],
        [km4.inertia_, silhouette_score(transformed, km4.labels_)],
        [km5.inertia_, silhouette_score(transformed, km5.labels_)],
        [km6.inertia_, silhouette_score(transformed, km6.labels_)],
        [km7.inertia_, silhouette_score(transformed, km7.labels_)],
        [km8.inertia_, silhouette_score(transformed, km8.labels_)],
    ],
    index=[2, 3, 4, 5, 6, 7, 8],
    columns=["inertia", "silhouette"],
)
plt.subplot(121)
plt.plot(scores["inertia"], "o-")
plt.subplot(122)
plt.plot(scores["silhouette"], "o-")
plt.show()

# %% choice
print(scores["silhouette"].max())
n_clusters = list(scores["silhouette"]).index(scores["silhouette"].max()) + 2
labels = models[n_clusters].fit_predict(transformed)

# %% meaning
cluster_types = {}
for i in np.unique(labels):
    biggest = 0
    for t in stars["Type"].unique():
        n = len(stars[(labels == i) & (stars["Type"] == t)])
        if n > biggest:
            biggest = n
            cluster_types[int(i)] = t
print(cluster_types)
agreement = adjusted_rand_score(stars["Type"].to_list(), list(labels))
print(agreement)
