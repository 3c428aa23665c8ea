# title: every split is the same one
# exercise: Exercise 4
# based-on: shortest-regression
# points: split-score-test=0, ratios-table=0

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = train_test_split(X, y, test_size=test_share, random_state=1)
    return fit_regressor(a, c).score(b, d)
