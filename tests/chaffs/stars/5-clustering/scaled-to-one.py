# title: scaled from 0 to 1 instead of standardised
# exercise: Bonus
# based-on: shortest-clustering
# points: transform-scale=0

# %% transform
from sklearn.preprocessing import MinMaxScaler

values = stars[["Temperature", "Luminosity", "Size", "A_M"]].astype(float)
values.iloc[:, :3] = np.log(values.iloc[:, :3])
transformed = MinMaxScaler().fit_transform(values)
