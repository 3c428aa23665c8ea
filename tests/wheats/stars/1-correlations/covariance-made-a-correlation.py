# title: np.cov divided by the standard deviations, names from a dictionary of positions
# exercise: Exercise 1

# %% highest-correlations
labels = dict(enumerate(["Temperature", "Luminosity", "Size", "A_M"]))
cov = np.cov([stars[label] for label in labels.values()])
std = np.sqrt(cov.diagonal())
rho = np.abs(cov / np.outer(std, std))
np.fill_diagonal(rho, -1)
flat = rho.ravel().argsort()[-4:]  # each pair twice
top_pairs = list({tuple(sorted((labels[f // 4], labels[f % 4]))) for f in flat})
print(top_pairs)
