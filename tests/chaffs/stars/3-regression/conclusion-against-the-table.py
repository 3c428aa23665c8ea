# title: what a textbook might say, against the table
# exercise: Exercise 4
# based-on: shortest-regression
# points: conclusion-test=0

# %% conclusion
# fewer stars to learn from, more to judge by
best_share = mean_scores.idxmin()
trend = "better"
