# title: the table is not what split_score returns
# exercise: Exercise 4
# based-on: shortest-regression
# points: ratios-table=0

# %% ratios
random = np.random.default_rng(4)
ratios = pd.DataFrame(
    [(share, seed, 0.9 - share / 2 + random.normal(0, 0.02)) for share in (0.2, 0.5, 0.9) for seed in range(5)],
    columns=["test_share", "seed", "test_score"],
)
mean_scores = ratios.groupby("test_share")["test_score"].mean()
