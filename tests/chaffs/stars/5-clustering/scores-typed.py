# title: the scores of one file typed in
# exercise: Bonus
# based-on: shortest-clustering
# points-elsewhere: search-inertia=0, search-silhouette=0, choice-number=0

# %% search
models = {k: KMeans(n_clusters=k, n_init=10, random_state=0).fit(transformed) for k in range(2, 9)}
scores = pd.DataFrame(
    {
        "inertia": [281.274, 164.242, 96.640, 63.898, 46.390, 32.623, 24.458],
        "silhouette": [0.623, 0.632, 0.608, 0.630, 0.618, 0.635, 0.621],
    },
    index=range(2, 9),
)
