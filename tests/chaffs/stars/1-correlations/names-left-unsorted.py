# title: the values are sorted, the list of names is not
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
names, values = [], []
numeric = stars.select_dtypes("number").columns
for i, a in enumerate(numeric):
    for b in numeric[i + 1 :]:
        names.append((a, b))
        values.append(abs(stars[a].corr(stars[b])))
values.sort(reverse=True)
top_pairs = names[:2]
for pair, value in zip(top_pairs, values):
    print(pair, value)
