# title: own cells between the given ones: imports, constants, helpers, a table of scores
# exercise: Exercise 3

# %% insert-before extended-figure
from functools import lru_cache
from itertools import pairwise

BORDERS = (-10, 0, 20, 30)
NAMES = ("left", "inside", "right")

# %% insert-before extended-figure
def column(values):
    return np.asarray(values, dtype=float)[:, None]

# %% extended-figure
figure, ax = plt.subplots(figsize=(12, 4))
wide = np.linspace(BORDERS[0], BORDERS[-1], 1201)
for curve, name in ((np.sin, "sine"), (lambda v: sine_model.predict(column(v)), "model")):
    ax.plot(wide, curve(wide), label=name)
for border in BORDERS[1:3]:
    ax.axvline(border, ls=":", c="k")
plt.xlabel("x")
plt.ylabel("y")
plt.legend()
plt.show()

# %% score-between
@lru_cache(maxsize=None)
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(column(x)))

# %% insert-before scores
table = pd.Series({name: score_between(*ends) for name, ends in zip(NAMES, pairwise(BORDERS))})
table

# %% scores
score_left, score_inside, score_right = table

# %% insert-after scores
table.plot.barh()
plt.axvline(0, color="black")
plt.show()

# %% conclusion
failed = set(table.index[table < 0])
where_it_fails = {0: "nowhere", 1: "inside", 2: "outside", 3: "everywhere"}[len(failed)]
remedy = "C"
