# title: one seed only
# exercise: Exercise 4
# based-on: shortest-regression
# points: ratios-table=0, ratios-means=0

# %% ratios
X, y = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.DataFrame(
    [(share, 1, split_score(X, y, share, 1)) for share in (0.1, 0.2, 0.5, 0.9)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()
