# title: the position of the peak, not the number of clusters that stands there
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-number=0

# %% choice
n_clusters = int(np.argmax(scores["silhouette"].to_numpy()))
labels = models[n_clusters].labels_
