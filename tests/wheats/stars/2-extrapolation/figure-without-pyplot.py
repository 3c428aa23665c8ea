# title: a Figure of Matplotlib without pyplot, the score by mean_squared_error and a variance
# exercise: Exercise 3

# %% extended-figure
from matplotlib.figure import Figure

figure = Figure(figsize=(8, 3))
panel = figure.subplots()
where = np.arange(-100, 301) / 10
panel.plot(where, np.sin(where), color="black", label="sine(x)")
panel.plot(where, sine_model.predict(where.reshape(-1, 1)), color="tab:red", label="model(x)")
panel.set_xlabel("x")
panel.set_ylabel("y")
panel.legend()
figure

# %% score-between
from sklearn.metrics import mean_squared_error


def score_between(low: float, high: float) -> float:
    grid = np.linspace(low, high, 1000).reshape(-1, 1)
    wave = np.sin(grid[:, 0])
    return float(1 - mean_squared_error(wave, sine_model.predict(grid)) / wave.var())

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "out" + "side"
remedy = "C"
