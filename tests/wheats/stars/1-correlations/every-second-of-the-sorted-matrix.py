# title: unstacks the full matrix, drops the ones, and takes every second entry
# exercise: Exercise 1

# %% highest-correlations
numeric_df = stars.select_dtypes(include=[np.number])
correlation_matrix = numeric_df.corr()
sorted_pairs = correlation_matrix.abs().unstack().sort_values(ascending=False, kind="stable")
# remove self correlations
sorted_pairs = sorted_pairs[sorted_pairs < 0.999999]
print(sorted_pairs)
# each pair is in there twice so take every 2nd
top_pairs = [sorted_pairs.index[0], sorted_pairs.index[2]]
