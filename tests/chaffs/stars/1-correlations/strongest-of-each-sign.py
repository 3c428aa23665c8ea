# title: the highest positive and the lowest negative r
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
r = stars.corr(numeric_only=True)
r = r.where(np.triu(np.ones(r.shape, dtype=bool), k=1)).stack()
top_pairs = [r.idxmin(), r.idxmax()]
