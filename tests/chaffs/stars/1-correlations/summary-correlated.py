# title: correlates the table of describe instead of the stars
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
r = stars.describe().corr().abs()
r = r.where(np.tril(np.ones(r.shape), k=-1) > 0).stack()
top_pairs = r.sort_values(ascending=False).index[:2].to_list()
