# title: the rarest type of each cluster, by idxmin
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-types=0

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmin())
agreement = adjusted_rand_score(stars["Type"], labels)
