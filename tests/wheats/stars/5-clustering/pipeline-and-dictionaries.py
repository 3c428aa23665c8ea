# title: a ColumnTransformer in a pipeline, scores from dictionaries, refitted with the same seed
# exercise: Bonus

# %% transform
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

logs = ColumnTransformer(
    [("log", FunctionTransformer(np.log), ["Temperature", "Luminosity", "Size"])],
    remainder="passthrough",
)
preparation = make_pipeline(logs, StandardScaler())
transformed = preparation.fit_transform(stars[["Temperature", "Luminosity", "Size", "A_M"]])

# %% search
SEED = 0

models = {}
rows = {}
for k in [8, 7, 6, 5, 4, 3, 2]:
    models[k] = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(transformed)
    rows[k] = {"silhouette": silhouette_score(transformed, models[k].labels_), "inertia": models[k].inertia_}
scores = pd.DataFrame.from_dict(rows, orient="index")

# %% choice
SEED = 0

best = max(scores.index, key=lambda k: scores.loc[k, "silhouette"])
n_clusters = int(best)
labels = KMeans(n_clusters=n_clusters, n_init=10, random_state=SEED).fit_predict(transformed).tolist()

# %% meaning
from collections import Counter

cluster_types = {}
for group in set(labels):
    names = [name for name, label in zip(stars["Type"], labels) if label == group]
    cluster_types[group] = Counter(names).most_common(1)[0][0]
agreement = adjusted_rand_score(labels, stars["Type"])
