# title: the notebook's own formula in a loop that keeps the best two, pairs as sets
# exercise: Exercise 1

# %% highest-correlations
best, second = (0, None), (0, None)
for one in stars:
    for other in stars:
        if one >= other or stars[one].dtype.kind not in "if" or stars[other].dtype.kind not in "if":
            continue
        strength = abs(pearson(stars[one], stars[other]))
        if strength > best[0]:
            best, second = (strength, {one, other}), best
        elif strength > second[0]:
            second = (strength, {one, other})
top_pairs = [best[1], second[1]]
