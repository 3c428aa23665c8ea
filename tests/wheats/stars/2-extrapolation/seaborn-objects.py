# title: the objects interface of seaborn, drawn on a figure made before
# exercise: Exercise 3

# %% extended-figure
import seaborn.objects as so

x = np.linspace(-10, 30, 801)
long = pd.concat(
    {
        "sine": pd.DataFrame({"x": x, "y": np.sin(x)}),
        "model": pd.DataFrame({"x": x, "y": sine_model.predict(x.reshape(-1, 1))}),
    },
    names=["curve", "row"],
).reset_index()
figure = plt.figure(figsize=(9, 4))
so.Plot(long, x="x", y="y", color="curve").add(so.Line()).label(x="x", y="y").on(figure).plot()

# %% score-between
def score_between(low, high):
    x = np.linspace(low, high, 1000)
    return r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))

# %% scores
scores = dict(inside=score_between(0, 20), left=score_between(-10, 0), right=score_between(20, 30))
score_inside = scores["inside"]
score_left = scores["left"]
score_right = scores["right"]

# %% conclusion
match (scores["inside"] < 0, scores["left"] < 0, scores["right"] < 0):
    case (False, True, True):
        where_it_fails = "outside"
    case (True, False, False):
        where_it_fails = "inside"
    case (True, True, True):
        where_it_fails = "everywhere"
    case _:
        where_it_fails = "nowhere"
remedy = "C"
