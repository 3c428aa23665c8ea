# title: the right number, and the labels of the model with six clusters
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-labels=0

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = models[6].labels_
