# title: the share of stars whose type is that of their cluster
# exercise: Bonus
# based-on: shortest-clustering
# points: meaning-agreement=0

# %% meaning
counts = pd.crosstab(stars["Type"], labels)
cluster_types = dict(counts.idxmax())
agreement = float((stars["Type"] == [cluster_types[label] for label in labels]).mean())
