# title: the index of the model with six clusters
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-agreement=0

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = adjusted_rand_score(stars["Type"], models[6].labels_)
