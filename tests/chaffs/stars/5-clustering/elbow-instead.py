# title: the number at the largest bend of the inertia, not at the highest silhouette
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-number=0

# %% choice
bend = np.diff(scores["inertia"], 2)
n_clusters = int(scores.index[1 + bend.argmax()])
labels = models[n_clusters].labels_
