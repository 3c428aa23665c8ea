# title: plain gradient descent with momentum; the split by sample and drop; pyplot alone
# exercise: Exercise 6

# %% spectral-features
features = ["log_Temperature", "log_Luminosity", "log_Size"]

# %% fit-classifier
SEED = 0
def fit_classifier(X_train, y_train):
    net = MLPClassifier(
        hidden_layer_sizes=[25], solver="sgd", learning_rate_init=0.1, learning_rate="adaptive", momentum=0.9,
        batch_size=32, max_iter=200, random_state=SEED,
    )
    pipe = make_pipeline(StandardScaler(), net)
    pipe.fit(X_train, y_train)
    return pipe

# %% report
SEED = 0
data = measurements[features].assign(target=stars["Spectral_Class"])
test = data.sample(frac=0.2, random_state=SEED)
train = data.drop(test.index)
X_train, y_train = train[features], train["target"]
X_test, y_test = test[features], test["target"]
model = fit_classifier(X_train, y_train)
right = 0
for guess, truth in zip(model.predict(X_test), y_test):
    if guess == truth:
        right += 1
accuracy = right / len(y_test)
print(accuracy)

# %% boundaries
# A picture has two axes only, so a network of two.
X2 = measurements[["log_Luminosity", "log_Temperature"]]
net2 = fit_classifier(X2, stars["Spectral_Class"])
x = np.linspace(X2.iloc[:, 0].min(), X2.iloc[:, 0].max(), 100)
y = np.linspace(X2.iloc[:, 1].min(), X2.iloc[:, 1].max(), 100)
xx, yy = np.meshgrid(x, y)
Z = net2.predict(pd.DataFrame({"log_Luminosity": xx.flatten(), "log_Temperature": yy.flatten()}))
names, Z = np.unique(Z, return_inverse=True)
plt.figure(figsize=(7, 5))
plt.pcolormesh(xx, yy, Z.reshape(xx.shape), cmap="Set2")
plt.colorbar(ticks=range(len(names)))
for letter in "OBAFGKM":
    which = stars["Spectral_Class"] == letter
    plt.plot(X2["log_Luminosity"][which], X2["log_Temperature"][which], "k" + {"O": "o", "B": "s", "A": "^", "F": "v", "G": "D", "K": "x", "M": "."}[letter], ms=4, label=letter)
plt.xlabel("log_Luminosity (Sun = 0)")
plt.ylabel("log_Temperature (K)")
plt.legend(loc="best", ncol=2)
boundaries = plt.gcf()
plt.show()
