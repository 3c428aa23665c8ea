# title: the types were read from another run, with other numbers for the clusters
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-types=0

# %% meaning
again = KMeans(n_clusters=n_clusters, n_init=10, random_state=2).fit(transformed)
turned = (again.labels_ + 1) % n_clusters
counts = pd.crosstab(stars["Type"], turned)
cluster_types = dict(counts.idxmax())
agreement = adjusted_rand_score(stars["Type"], labels)
