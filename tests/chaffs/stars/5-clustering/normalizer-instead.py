# title: Normalizer, which brings each row to length 1, after the standardising
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-logs=0, transform-scale=0

# %% transform
from sklearn.preprocessing import Normalizer

transformed = stars[["Temperature", "Luminosity", "Size", "A_M"]].copy()
for name in ("Temperature", "Luminosity", "Size"):
    transformed[name] = np.log(transformed[name])
transformed = (transformed - transformed.mean()) / transformed.std()
transformed = Normalizer().fit_transform(transformed)
