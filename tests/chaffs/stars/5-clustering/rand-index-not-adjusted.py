# title: the Rand index as it is, not adjusted for chance
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-agreement=0

# %% meaning
from sklearn.metrics import rand_score

counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = rand_score(stars["Type"], labels)
