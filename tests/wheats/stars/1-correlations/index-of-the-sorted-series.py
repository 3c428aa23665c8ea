# title: the answer is the first part of a pandas index
# exercise: Exercise 1

# %% highest-correlations
r = stars.corr(numeric_only=True)
r = r.where(np.tril(np.ones((4, 4)), -1).astype(bool)).stack()
r = r.reindex(r.abs().sort_values(ascending=False).index)
top_pairs = r.index[:2]
