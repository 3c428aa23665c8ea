# title: lists instead of arrays, a step of a quarter, a legend made by hand, far beyond the range
# exercise: Exercise 3

# %% extended-figure
import math

from matplotlib.lines import Line2D

xs = [quarter / 4 for quarter in range(-80, 201)]
truth = [math.sin(value) for value in xs]
guess = [sine_model.predict([[value]])[0] for value in xs]

figure = plt.figure(figsize=(9, 4), layout="constrained")
ax = figure.add_subplot()
ax.plot(xs, truth, ".-", color="0.6")
ax.plot(xs, guess, color="#0072b2", alpha=0.8)
ax.plot(sine_x, sine_y, color="orange", linewidth=1)
ax.set_xlabel("$x$")
ax.set_ylabel("$y$")
keys = [Line2D([], [], color="0.6"), Line2D([], [], color="#0072b2", alpha=0.8), Line2D([], [], color="orange")]
figure.legend(keys, ["SINE", "MODEL", "training data"], loc="upper right")

# %% score-between
score_between = lambda low, high: r2_score(
    [math.sin(low + (high - low) * i / 999) for i in range(1000)],
    sine_model.predict([[low + (high - low) * i / 999] for i in range(1000)]),
)

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
where_it_fails = "outside"
remedy = "C"
