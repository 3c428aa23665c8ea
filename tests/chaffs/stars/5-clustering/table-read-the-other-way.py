# title: for each type the cluster, not for each cluster the type
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-types=0

# %% meaning
cluster_types = dict(pd.crosstab(stars["Type"], labels).idxmax(axis=1))
agreement = adjusted_rand_score(stars["Type"], labels)
