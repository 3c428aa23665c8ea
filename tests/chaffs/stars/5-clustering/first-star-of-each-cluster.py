# title: each cluster has the type of the first star in it
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-types=0

# %% meaning
cluster_types = dict(stars.groupby(labels)["Type"].first())
agreement = adjusted_rand_score(stars["Type"], labels)
