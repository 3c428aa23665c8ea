# title: the normalised mutual information instead of the adjusted Rand index
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-agreement=0

# %% meaning
from sklearn.metrics import normalized_mutual_info_score

counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = normalized_mutual_info_score(stars["Type"], labels)
