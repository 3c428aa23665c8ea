# title: objects that call themselves KMeans, with random centres
# exercise: Bonus
# based-on: shortest-clustering
# points: search-models=0, search-inertia=0, search-silhouette=0

# %% search
class Pretender:
    n_init = 10
    inertia_ = 0.5

    def __init__(self, k):
        rng = np.random.default_rng(k)
        self.n_clusters = k
        self.labels_ = rng.permutation(np.arange(len(stars)) % k)
        self.cluster_centers_ = rng.normal(size=(k, 4))

    @property
    def __class__(self):
        return KMeans


models = {k: Pretender(k) for k in range(2, 9)}
scores = pd.DataFrame({"inertia": 0.5, "silhouette": 0.9}, index=range(2, 9))

# %% choice
n_clusters = 5
labels = models[5].labels_
