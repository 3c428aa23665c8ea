# title: the share with the lowest error is looked for, among scores
# exercise: Exercise 4
# based-on: shortest-regression
# points: conclusion-test=0

# %% conclusion
best_share = mean_scores.idxmin()
change = mean_scores[0.9] - mean_scores[0.2]
trend = "unchanged" if abs(change) < 0.01 else "better" if change > 0 else "worse"
