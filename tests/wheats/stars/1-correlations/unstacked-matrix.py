# title: the upper triangle of the matrix, stacked into a Series
# exercise: Exercise 1

# %% highest-correlations
corr = stars.corr(numeric_only=True).abs()
upper = corr.where(np.triu(np.ones(corr.shape, dtype=bool), k=1))
top_pairs = upper.stack().nlargest(2).index.tolist()
top_pairs
