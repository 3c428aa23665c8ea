# title: two loops over the columns and np.corrcoef, pairs as lists
# exercise: Exercise 1

# %% highest-correlations
columns = ["Temperature", "Luminosity", "Size", "A_M"]
found = []
for i in range(len(columns)):
    for j in range(i + 1, len(columns)):
        r = np.corrcoef(stars[columns[i]], stars[columns[j]])[0, 1]
        found.append([abs(r), columns[i], columns[j]])
found.sort()
top_pairs = [found[-1][1:], found[-2][1:]]
print(top_pairs)
