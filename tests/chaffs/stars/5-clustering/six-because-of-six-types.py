# title: six clusters, because there are six types
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-number=0

# %% choice
n_clusters = 6
labels = models[n_clusters].labels_
