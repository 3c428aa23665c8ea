# title: the middle score of each share
# exercise: Exercise 4
# based-on: shortest-regression
# points: ratios-means=0

# %% ratios
X, y = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.DataFrame(
    [(share, seed, split_score(X, y, share, seed)) for share in (0.2, 0.5, 0.9) for seed in range(5)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].median()

# %% conclusion
means = ratios.groupby("test_share")["test_score"].mean()
best_share = means.idxmax()
change = means[0.9] - means[0.2]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
