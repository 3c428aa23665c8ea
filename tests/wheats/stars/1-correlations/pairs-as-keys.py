# title: a dictionary with the pairs as keys and r as values
# exercise: Exercise 1

# %% highest-correlations
R = stars.corr(numeric_only=True)
top_pairs = {}
for a, b in [("Temperature", "Luminosity"), ("Temperature", "Size"), ("Temperature", "A_M"),
             ("Luminosity", "Size"), ("Luminosity", "A_M"), ("Size", "A_M")]:
    top_pairs[a, b] = R[a][b]
while len(top_pairs) > 2:
    weakest = min(top_pairs, key=lambda k: abs(top_pairs[k]))
    top_pairs.pop(weakest)
top_pairs
