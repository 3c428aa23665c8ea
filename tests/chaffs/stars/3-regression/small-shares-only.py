# title: three shares, none of them large
# exercise: Exercise 4
# based-on: shortest-regression
# points: ratios-table=0

# %% ratios
X, y = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.DataFrame(
    [(share, seed, split_score(X, y, share, seed)) for share in (0.1, 0.2, 0.3) for seed in range(5)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()

# %% conclusion
best_share = mean_scores.idxmax()
change = mean_scores[0.3] - mean_scores[0.1]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
