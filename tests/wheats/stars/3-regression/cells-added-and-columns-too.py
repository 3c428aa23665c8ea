# title: cells added before, between and after, columns added to the table, names all over the place
# exercise: Exercise 4

# %% insert-before split
# first I look at the data again
stars["log T"] = np.log10(stars["Temperature"])
stars["log R"] = np.log10(stars["Size"])
stars = stars.sample(frac=1).reset_index(drop=True)   # shuffle, the file is sorted!!
stars.plot.scatter(x="log T", y="A_M")

# %% split
SEED = 0
from sklearn.model_selection import train_test_split as tts
feat = stars[["Size", "Temperature"]]
mag = stars["A_M"]
X_train, X_test, y_train, y_test = tts(feat, mag, test_size=.2, random_state=SEED)

# %% insert-after split
print(X_train.shape, X_test.shape)
X_train.head()

# %% insert-before fit-regressor
import sklearn.neural_network as nn
import sklearn.preprocessing as pre
take_log = pre.FunctionTransformer(lambda t: np.log(t))

# %% fit-regressor
SEED = 0
def fit_regressor(X_train, y_train):
    #net = nn.MLPRegressor(max_iter=200)    # too bad, 0.1
    #net = nn.MLPRegressor(max_iter=5000)
    net = nn.MLPRegressor(hidden_layer_sizes=(50,), solver="lbfgs", max_iter=400, random_state=SEED)
    p = make_pipeline(take_log, pre.StandardScaler(), net)
    return p.fit(X_train, y_train)

# %% model
model = fit_regressor(X_train, y_train)
train_score = model.score(X_train, y_train)
test_score = model.score(X_test, y_test)

# %% insert-after model
stars["predicted"] = model.predict(stars[["Size", "Temperature"]])
plt.scatter(stars["A_M"], stars["predicted"])
plt.axline((0, 0), slope=1)
plt.show()

# %% split-score
def split_score(X, y, test_share, seed):
    a, b, c, d = tts(X, y, test_size=test_share, random_state=seed)
    m = fit_regressor(a, c)
    result = m.score(b, d)
    return result

# %% insert-after split-score
X = pd.read_csv("Stars.csv")[["Temperature", "Size"]]
y = pd.read_csv("Stars.csv")["A_M"]
split_score(X, y, 0.2, 1)

# %% ratios
l = []
for sh in [.2, .3, .5]:
    for se in range(5):
        l.append([sh, se, split_score(X, y, sh, se)])
ratios = pd.DataFrame(l)
ratios.columns = ["test_share", "seed", "test_score"]
ratios["n_train"] = 240 * (1 - ratios["test_share"])
mean_scores = ratios.groupby("test_share").mean()["test_score"]
mean_scores

# %% conclusion
best_share = mean_scores.idxmax()
d = mean_scores[.5] - mean_scores[.2]
if d < .01 and d > -.01:
    trend = "unchanged"
else:
    if d > 0:
        trend = "better"
    else:
        trend = "worse"
