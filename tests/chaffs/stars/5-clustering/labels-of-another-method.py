# title: labels of a hierarchical clustering instead of the model's
# exercise: Bonus
# based-on: shortest-clustering
# points: choice-labels=0

# %% choice
from sklearn.cluster import AgglomerativeClustering

n_clusters = int(scores["silhouette"].idxmax())
labels = AgglomerativeClustering(n_clusters).fit_predict(transformed)
