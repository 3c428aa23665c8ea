# title: the scores in the table are rounded
# exercise: Exercise 4
# based-on: shortest-regression
# points: ratios-table=0

# %% ratios
X, y = stars[["Temperature", "Size"]], stars["A_M"]
ratios = pd.DataFrame(
    [(share, seed, round(split_score(X, y, share, seed), 3)) for share in (0.2, 0.5, 0.9) for seed in range(5)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()
