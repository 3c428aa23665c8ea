# title: the square root of R squared of a fitted line, in a list comprehension
# exercise: Exercise 1

# %% highest-correlations
from sklearn.linear_model import LinearRegression

X = stars.select_dtypes("number")
fits = [
    (LinearRegression().fit(X[[a]], X[b]).score(X[[a]], X[b]) ** 0.5, (a, b))
    for i, a in enumerate(X)
    for j, b in enumerate(X)
    if i < j
]
(_, gold), (_, silver), *others = sorted(fits, reverse=True)
top_pairs = [gold, silver]
