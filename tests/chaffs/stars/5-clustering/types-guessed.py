# title: the types in the order of the file, one for each cluster
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-types=0

# %% meaning
names = list(stars["Type"].unique())
cluster_types = {number: names[number % 6] for number in range(n_clusters)}
agreement = adjusted_rand_score(stars["Type"], labels)
