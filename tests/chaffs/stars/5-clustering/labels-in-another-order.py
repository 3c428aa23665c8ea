# title: the labels of the right model, sorted
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-labels=0

# %% choice
n_clusters = int(scores["silhouette"].idxmax())
labels = np.sort(models[n_clusters].labels_)
