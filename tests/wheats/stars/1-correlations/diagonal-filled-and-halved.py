# title: diagonal set to zero, idxmax, the found cells zeroed and idxmax again
# exercise: Exercise 1

# %% highest-correlations
M = stars.drop(columns=["Color", "Spectral_Class", "Type"]).corr().abs().copy()
for name in M.columns:
    M.loc[name, name] = 0

first = M.max().idxmax()
second = M[first].idxmax()
pair1 = [first, second]

M.loc[first, second] = 0
M.loc[second, first] = 0
third = M.max().idxmax()
fourth = M[third].idxmax()
pair2 = [third, fourth]

top_pairs = [pair1, pair2]
print("Top pairs:", top_pairs)
